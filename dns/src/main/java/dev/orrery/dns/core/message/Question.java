package dev.orrery.dns.core.message;

/// What is asked. The name keeps the asker's case, which the answer echoes.
public record Question(Name name, RecordType type, int recordClass) {}
