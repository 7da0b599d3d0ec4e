"""Paints over page one of a PDF by an incremental update, as an editor would: the signed bytes stay as they are.

Arguments: the PDF file, and the file to write.
"""

import sys

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

with open(sys.argv[1], "rb") as original, open(sys.argv[2], "wb") as changed:
    writer = IncrementalPdfFileWriter(original)
    white = generic.StreamObject(stream_data=b"1 1 1 rg 0 400 600 442 re f")
    writer.add_stream_to_page(0, writer.add_object(white))
    writer.write(changed)
