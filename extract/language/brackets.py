"""What stands in brackets that hold no others."""

import re

ROUND = re.compile(r"\([^()]*\)")
BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
