"""Prints a line for each file: its path, a tab, and what pyHanko says about each of its signatures.

Arguments: the certificate to trust, then PDF files.
"""

import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def verdict_on(path: str, trusted: str) -> str:
    # Without the network, and trusting nothing that this machine trusts.
    context = ValidationContext(trust_roots=[load_cert_from_pemder(trusted)], allow_fetching=False)
    try:
        with open(path, "rb") as file:
            signatures = PdfFileReader(file).embedded_signatures
            verdicts = [validate_pdf_signature(one, context).summary() for one in signatures]
    except Exception as error:  # Whatever it cannot read, it does not accept.
        return f"unreadable: {type(error).__name__}"
    return " AND ".join(verdicts) or "no signature"


for path in sys.argv[2:]:
    print(f"{path}\t{verdict_on(path, sys.argv[1])}")
