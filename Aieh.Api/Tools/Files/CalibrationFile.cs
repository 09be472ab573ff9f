using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Files;

/// <summary>
/// A calibration as the verbs `calibrate` and `link` write it: never changed afterwards, a better one has a higher version.
/// docs/files.md describes each member.
/// </summary>
internal sealed record CalibrationFile
{
    /// <summary>How the verbs write JSON: absent is what does not exist.</summary>
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new KebabCaseEnumConverter() },
        NumberHandling = JsonNumberHandling.Strict,
    };

    public required string Id { get; init; }

    public required int Version { get; init; }

    /// <summary>The assessment whose stored responses it was made from; null when it was made from a file.</summary>
    public string? Assessment { get; init; }

    public string? Model { get; init; }

    public double ScalingConstant { get; init; } = 1;

    public string ScoringVersion { get; init; } = Scoring.ScoringVersion.Current;

    public CalibrationData? Data { get; init; }

    public IReadOnlyList<string>? Priors { get; init; }

    public CalibrationSearch? Search { get; init; }

    public AppliedLink? Link { get; init; }

    public required IReadOnlyList<CalibrationFileItem> Items { get; init; }

    /// <summary>Covariances of all parameters that have standard errors; see <see cref="ParameterCovariance"/>.</summary>
    [JsonConverter(typeof(CovarianceRowsConverter))]
    public IReadOnlyList<double[]>? Covariance { get; init; }

    /// <summary>Items whose answers determine no parameters.</summary>
    public IReadOnlyList<ItemLeftOut>? NotEstimated { get; init; }

    public void Write(TextWriter writer) => OutputFile.WriteJson(writer, this);

    /// <exception cref="InputException">It is not such a file.</exception>
    public static CalibrationFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<CalibrationFile>(CsvInput.ReadText(path), Json)
                ?? throw new InputException($"{path} is not a calibration.");
        }
        catch (JsonException exception)
        {
            throw new InputException($"{path} is not a calibration made by the verbs calibrate or link: {exception.Message}");
        }
    }
}

/// <summary>What the parameters were estimated from.</summary>
internal sealed record CalibrationData(string Source, long People, long PeopleWithoutAnswers, int Patterns);

/// <summary>How the search ended.</summary>
internal sealed record CalibrationSearch(
    Scoring.Calibration.CalibrationStatus Status,
    int Cycles,
    double LargestChange,
    int Nodes,
    double LogLikelihood,
    double LogPosterior,
    int EstimatedParameters,
    double Aic,
    double? Bic,
    double? CommonDiscrimination,
    double? RaschVariance,
    Scoring.Calibration.ErrorMethod ErrorMethod,
    bool InformationIsPositiveDefinite);

/// <summary>One item. Dichotomous ones have b (and c under 3pl), the others thresholds.</summary>
internal sealed record CalibrationFileItem
{
    public required string Item { get; init; }

    public required string Model { get; init; }

    public required double A { get; init; }

    public double? B { get; init; }

    public double? C { get; init; }

    public IReadOnlyList<double>? Thresholds { get; init; }

    /// <summary>
    /// Slope–intercept form, as other packages print it: −a·b, −a·b_k for graded items, −a·Σ_(v≤k) b_v for partial credit.
    /// </summary>
    public IReadOnlyList<double>? Intercepts { get; init; }

    /// <summary>The fitted category of each category of the responses; only where some category never occurred.</summary>
    public IReadOnlyList<int>? Categories { get; init; }

    /// <summary>The codes of the categories of the responses, the lowest first; only where they are not 0..m.</summary>
    public IReadOnlyList<int>? Codes { get; init; }

    /// <summary>
    /// Corrected correlation of the item with the others; negative for an item that is keyed the wrong way round. Null where there is none.
    /// </summary>
    public double? ItemRestCorrelation { get; init; }

    public ItemErrors? StandardErrors { get; init; }

    public ParameterIntervals? Intervals { get; init; }

    public Scoring.Calibration.ItemStatus? Status { get; init; }

    public long? Answers { get; init; }

    public bool? FewAnswers { get; init; }

    /// <summary>The kinds of parameters in <see cref="Bounds"/>.</summary>
    [JsonConverter(typeof(ParametersAtBoundConverter))]
    public Scoring.Calibration.ParametersAtBound? AtBound { get; init; }

    /// <summary>Which parameters ended at which bound of the search, on its own scale also after a linking; only where one did.</summary>
    public IReadOnlyList<Scoring.Calibration.ReachedBound>? Bounds { get; init; }

    public Scoring.Calibration.ItemFit? Fit { get; init; }

    public static CalibrationFileItem Of(NamedItem item)
    {
        var parameters = item.Parameters;
        var dichotomous = parameters.Model <= ItemModel.ThreeParameterLogistic;
        return new CalibrationFileItem
        {
            Item = item.Name,
            Model = ItemValues.Word(parameters.Model),
            A = parameters.Discrimination,
            B = dichotomous ? parameters.Thresholds[0] : null,
            C = parameters.Model == ItemModel.ThreeParameterLogistic ? parameters.Guessing : null,
            Thresholds = dichotomous ? null : [.. parameters.Thresholds],
            Categories = item.CategoryMap,
            Codes = item.Codes,
            StandardErrors = item.StandardErrors,
            Status = item.Status,
            Answers = item.Answers,
            AtBound = item.AtBound,
            Bounds = item.Bounds,
        };
    }
}

/// <summary>Standard errors of the parameters of one item; null where the model has no such parameter, or the file no error.</summary>
internal sealed record ItemErrors(double? A, double? B, double? C, IReadOnlyList<double>? Thresholds)
{
    /// <summary>Of the intercepts, in their order; only in the output of `calibrate`.</summary>
    public IReadOnlyList<double>? Intercepts { get; init; }
}
