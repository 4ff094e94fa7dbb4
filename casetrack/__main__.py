"""`python -m casetrack` is `casetrack`."""

import sys

from casetrack.cli import main

if __name__ == "__main__":
    sys.exit(main())
