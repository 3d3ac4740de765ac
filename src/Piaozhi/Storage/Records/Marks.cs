namespace Piaozhi.Storage.Records;

/// <summary>Rows that the loop works out from the facts, in bulk, and can work out again. The audit trail holds changes of them by people only.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DerivedAttribute : Attribute;

/// <summary>A secret or a person's data: the audit trail tells that it changed, not from what and to what.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WithheldAttribute : Attribute;
