namespace Aieh.Scoring.Irt;

/// <summary>The item response models.</summary>
public enum ItemModel
{
    /// <summary>One-parameter logistic: difficulty only, a = 1, c = 0 [Rasch1960].</summary>
    OneParameterLogistic,

    /// <summary>Two-parameter logistic: difficulty and discrimination, c = 0 [Birnbaum1968].</summary>
    TwoParameterLogistic,

    /// <summary>Three-parameter logistic: difficulty, discrimination and lower asymptote [Birnbaum1968].</summary>
    ThreeParameterLogistic,

    /// <summary>Graded response model for ordered categories [Samejima1969].</summary>
    GradedResponse,

    /// <summary>Generalized partial credit model for ordered categories [Muraki1992].</summary>
    GeneralizedPartialCredit,
}
