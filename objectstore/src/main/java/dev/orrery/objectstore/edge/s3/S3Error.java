package dev.orrery.objectstore.edge.s3;

/// The errors of S3 that are given here: code, status, and what is said when there is nothing more
/// special to say. <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>
public enum S3Error {
  ACCESS_DENIED("AccessDenied", 403, "Access Denied"),
  ACCESS_CONTROL_LIST_NOT_SUPPORTED(
      "AccessControlListNotSupported", 400, "The bucket does not allow ACLs"),
  AUTHORIZATION_HEADER_MALFORMED(
      "AuthorizationHeaderMalformed", 400, "The authorization header is malformed"),
  AUTHORIZATION_QUERY_PARAMETERS_ERROR(
      "AuthorizationQueryParametersError", 400, "The authorization parameters are malformed"),
  BAD_DIGEST("BadDigest", 400, "The digest you specified does not match what was received"),
  BUCKET_ALREADY_EXISTS("BucketAlreadyExists", 409, "The bucket name belongs to somebody else"),
  BUCKET_ALREADY_OWNED_BY_YOU("BucketAlreadyOwnedByYou", 409, "You own this bucket already"),
  BUCKET_NOT_EMPTY("BucketNotEmpty", 409, "The bucket you tried to delete is not empty"),
  ENTITY_TOO_LARGE("EntityTooLarge", 400, "The object is larger than allowed"),
  ENTITY_TOO_SMALL("EntityTooSmall", 400, "A part is smaller than allowed"),
  INCOMPLETE_BODY("IncompleteBody", 400, "The body is not as long as the request said"),
  INTERNAL_ERROR("InternalError", 500, "Something broke here. Please try again."),
  INVALID_ACCESS_KEY_ID("InvalidAccessKeyId", 403, "The access key is not known here"),
  INVALID_ARGUMENT("InvalidArgument", 400, "Invalid argument"),
  INVALID_BUCKET_NAME("InvalidBucketName", 400, "The bucket name is not valid"),
  INVALID_DIGEST("InvalidDigest", 400, "The Content-MD5 you specified is not valid"),
  INVALID_PART("InvalidPart", 400, "A part was not found or does not have the entity tag given"),
  INVALID_PART_ORDER("InvalidPartOrder", 400, "The parts are not listed in ascending order"),
  INVALID_RANGE("InvalidRange", 416, "The requested range cannot be satisfied"),
  INVALID_REQUEST("InvalidRequest", 400, "Invalid request"),
  INVALID_STORAGE_CLASS("InvalidStorageClass", 400, "There is one storage class, STANDARD"),
  INVALID_URI("InvalidURI", 400, "The URI cannot be parsed"),
  KEY_TOO_LONG("KeyTooLongError", 400, "A key has at most 1,024 bytes"),
  MALFORMED_TRAILER("MalformedTrailerError", 400, "The trailer is not the one that was announced"),
  MALFORMED_XML("MalformedXML", 400, "The XML you provided is not well-formed or not as expected"),
  METADATA_TOO_LARGE("MetadataTooLarge", 400, "The metadata headers are larger than 2,048 bytes"),
  METHOD_NOT_ALLOWED("MethodNotAllowed", 405, "The method is not allowed on this resource"),
  MISSING_CONTENT_LENGTH("MissingContentLength", 411, "You must provide the length of the body"),
  NO_SUCH_BUCKET("NoSuchBucket", 404, "The specified bucket does not exist"),
  NO_SUCH_BUCKET_POLICY("NoSuchBucketPolicy", 404, "The bucket has no policy"),
  NO_SUCH_CORS_CONFIGURATION("NoSuchCORSConfiguration", 404, "The bucket has no CORS rules"),
  NO_SUCH_KEY("NoSuchKey", 404, "The specified key does not exist"),
  NO_SUCH_LIFECYCLE_CONFIGURATION(
      "NoSuchLifecycleConfiguration", 404, "The bucket has no lifecycle"),
  NO_SUCH_TAG_SET("NoSuchTagSet", 404, "There are no tags"),
  NO_SUCH_UPLOAD("NoSuchUpload", 404, "The upload does not exist: ended, or never begun"),
  NO_SUCH_VERSION("NoSuchVersion", 404, "The specified version does not exist"),
  NOT_IMPLEMENTED("NotImplemented", 501, "This is not implemented here"),
  PRECONDITION_FAILED("PreconditionFailed", 412, "A condition you gave does not hold"),
  REQUEST_HEADER_SECTION_TOO_LARGE(
      "RequestHeaderSectionTooLarge", 400, "Header and query are larger than allowed"),
  REQUEST_TIME_TOO_SKEWED(
      "RequestTimeTooSkewed", 403, "The request's time is too far from the server's"),
  REQUEST_TIMEOUT("RequestTimeout", 400, "The body did not come in time"),
  SIGNATURE_DOES_NOT_MATCH(
      "SignatureDoesNotMatch", 403, "The signature is not the one computed here"),
  SLOW_DOWN("SlowDown", 503, "Please reduce your request rate"),
  CONTENT_SHA256_MISMATCH(
      "XAmzContentSHA256Mismatch",
      400,
      "The provided 'x-amz-content-sha256' header does not match what was computed.");

  private final String code;
  private final int status;
  private final String message;

  S3Error(String code, int status, String message) {
    this.code = code;
    this.status = status;
    this.message = message;
  }

  public String code() {
    return code;
  }

  public int status() {
    return status;
  }

  public String message() {
    return message;
  }

  /// This error with its own message.
  public S3Exception asException() {
    return new S3Exception(this, message);
  }

  /// This error with a message of its own.
  public S3Exception saying(String special) {
    return new S3Exception(this, special);
  }
}
