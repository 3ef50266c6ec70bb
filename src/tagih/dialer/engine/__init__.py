"""The engine: one asyncio process per switch, which holds its lock. Memory decides, rows remember."""
