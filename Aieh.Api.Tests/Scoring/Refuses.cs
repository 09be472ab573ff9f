using NUnit.Framework.Constraints;

namespace Aieh.Api.Tests.Scoring;

/// <summary>What a caller is told: the kind of exception, the argument that it names and, where more is needed, what it says.</summary>
internal static class Refuses
{
    public static Constraint OutOfRange(string argument, string says = "") => Refusal<ArgumentOutOfRangeException>(argument, says);

    public static Constraint Argument(string argument, string says = "") => Refusal<ArgumentException>(argument, says);

    public static Constraint Null(string argument) => Refusal<ArgumentNullException>(argument, "");

    private static ContainsConstraint Refusal<T>(string argument, string says)
        where T : ArgumentException =>
        Throws.TypeOf<T>().With.Property(nameof(ArgumentException.ParamName)).EqualTo(argument).And.Message.Contains(says);
}
