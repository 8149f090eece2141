package dev.orrery.dns.core.message;

/// What became of a query (RFC 6895 §2.3). Codes above 15 need EDNS: their high bits travel in OPT.
public enum ResponseCode {
  NOERROR(0),
  FORMERR(1),
  SERVFAIL(2),
  NXDOMAIN(3),
  NOTIMP(4),
  REFUSED(5),
  BADVERS(16);

  private final int code;

  ResponseCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
