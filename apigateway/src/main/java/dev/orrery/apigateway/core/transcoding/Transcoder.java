package dev.orrery.apigateway.core.transcoding;

/// Turns the bytes of a message into its JSON. Thread-safe; made for one type of message.
///
/// The output is protobuf's JSON mapping: lower camel case names, 64-bit integers as strings, bytes in
/// base 64, enumerations by name, and every field without presence printed, so that a list that is
/// empty is `[]` and not missing.
///
/// An implementation to be swapped in has a public constructor
/// `(com.google.protobuf.Descriptors.Descriptor type)`.
public interface Transcoder {
  /// @param message a message of the type, as protobuf's binary form has it
  /// @return one JSON object in UTF-8
  /// @throws MalformedMessageException when the bytes are not such a message
  byte[] toJson(byte[] message) throws MalformedMessageException;
}
