"""Issues a certificate for signing reports, and the authority's own.

Arguments: the folder to write root.pem and leaf.pem to; the signer's public key (PEM).
"""

import datetime
import pathlib
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

folder = pathlib.Path(sys.argv[1])
leaf_key = serialization.load_pem_public_key(pathlib.Path(sys.argv[2]).read_bytes())
root_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
usages = (
    "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign"
    " encipher_only decipher_only"
).split()


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def certificate(name: str, public_key, *uses: str) -> x509.CertificateBuilder:
    issuer = root_key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named("Sample authority"))
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        # The sample reports are older than this run.
        .not_valid_before(datetime.datetime(2020, 1, 1))
        .not_valid_after(datetime.datetime(2040, 1, 1))
        .add_extension(x509.BasicConstraints("key_cert_sign" in uses, None), critical=True)
        .add_extension(x509.KeyUsage(**{usage: usage in uses for usage in usages}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer), critical=False)
    )


def write(name: str, builder: x509.CertificateBuilder) -> None:
    pem = builder.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (folder / name).write_bytes(pem)


write("root.pem", certificate("Sample authority", root_key.public_key(), "key_cert_sign", "crl_sign"))
# noRevAvail (RFC 9608): the authority publishes no revocations, and a validator need not look for them.
no_revocations = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.56"), b"\x05\x00")
leaf = certificate("Sample seal", leaf_key, "digital_signature", "content_commitment")
write("leaf.pem", leaf.add_extension(no_revocations, critical=False))
