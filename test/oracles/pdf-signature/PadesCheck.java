import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** Prints a line for each file: its path, a tab, and what EU DSS says about each of its signatures. */
public class PadesCheck {
  /** Arguments: the certificate to trust, then PDF files. */
  public static void main(String[] arguments) {
    for (int index = 1; index < arguments.length; index++)
      System.out.println(arguments[index] + "\t" + verdictOn(new File(arguments[index]), new File(arguments[0])));
  }

  private static String verdictOn(File pdf, File trusted) {
    try {
      var authorities = new CommonTrustedCertificateSource();
      authorities.addCertificate(DSSUtils.loadCertificate(trusted));
      var verifier = new CommonCertificateVerifier();
      verifier.setTrustedCertSources(authorities);
      var validator = SignedDocumentValidator.fromDocument(new FileDocument(pdf));
      validator.setCertificateVerifier(verifier);
      var reports = validator.validateDocument();
      List<String> verdicts = new ArrayList<>();
      for (SignatureWrapper signature : reports.getDiagnosticData().getSignatures())
        verdicts.add(verdictOn(signature, reports.getSimpleReport()));
      return verdicts.isEmpty() ? "no signature" : String.join(" AND ", verdicts);
    } catch (RuntimeException error) {
      return "unreadable: " + String.valueOf(error.getMessage()).replaceAll("\\s+", " ");
    }
  }

  private static String verdictOn(SignatureWrapper signature, SimpleReport report) {
    String id = signature.getId();
    var scopes = signature.getSignatureScopes().stream().map(scope -> scope.getScope().name()).toList();
    String reason = report.getSubIndication(id) == null ? "" : " (" + report.getSubIndication(id) + ")";
    return String.join(" ",
        String.valueOf(report.getSignatureFormat(id)).replace('_', '-'),
        report.getIndication(id) + reason,
        signature.isSignatureIntact() ? "intact" : "NOT INTACT",
        signature.isSignatureValid() ? "valid" : "NOT VALID",
        scopes.toString(),
        "undefined changes: " + signature.getPdfUndefinedChanges().size());
  }
}
