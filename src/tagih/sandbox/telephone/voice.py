"""The voice of a simulated debtor: sentences read aloud by espeak-ng, where it is installed."""

import shutil
import subprocess
from functools import lru_cache

PROGRAM = "espeak-ng"
WORDS_A_MINUTE = "150"
LONGEST_S = 10


@lru_cache(1)
def is_there() -> bool:
    """This will tell whether this machine can read aloud."""
    return shutil.which(PROGRAM) is not None


@lru_cache(128)
def read_aloud(text: str) -> bytes:
    """This will return a sentence in Indonesian as a WAV file; blank where nothing can read it."""
    if not is_there():
        return b""
    program = [PROGRAM, "-v", "id", "-s", WORDS_A_MINUTE, "--stdin", "--stdout"]
    told = subprocess.run(program, input=text.encode(), capture_output=True, timeout=LONGEST_S, check=False)
    return told.stdout if told.returncode == 0 else b""
