"""`tagih` as an operator starts it, a process of its own; only its clock is set: TEST_CLOCK_AHEAD seconds."""

import datetime as dt
import os

from tagih.config.cli import main
from tagih.kernel import clock

AHEAD = dt.timedelta(seconds=float(os.environ["TEST_CLOCK_AHEAD"]))

if __name__ == "__main__":
    clock.now = lambda: dt.datetime.now(dt.UTC) + AHEAD
    main()
