using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Integrity;

internal sealed class IntegrityOptions
{
    public const string Section = "Integrity";

    /// <summary>With how many others of an employer, the latest, the answers of an attempt are compared; 0 compares none.</summary>
    /// <value>The default value is 2000.</value>
    public int MostCompared { get; set; } = 2_000;
}

internal sealed class IntegrityOptionsValidator : IValidateOptions<IntegrityOptions>
{
    public ValidateOptionsResult Validate(string? name, IntegrityOptions options) => options.MostCompared is >= 0 and <= 20_000
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"Integrity:MostCompared is {options.MostCompared}; it must be between 0 and 20000.");
}
