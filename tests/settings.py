"""The product's settings on a data folder inside this checkout; set before anything reads the environment."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
os.environ["TAGIH_HOME"] = str(CHECKOUT / "var" / "test-home")
os.environ.setdefault("TAGIH_PG_FAST", "1")
os.environ.setdefault("TAGIH_LAKE_MEMORY", "512MB")
for unwanted in ("TAGIH_LAKE", "TAGIH_POOL", "TAGIH_S3_BUCKET", "TAGIH_DEBUG", "TAGIH_HTTPS", "TAGIH_ROUND"):
    os.environ.pop(unwanted, None)

from tagih.config.settings import *  # noqa: E402, F403 (the environment comes first)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
