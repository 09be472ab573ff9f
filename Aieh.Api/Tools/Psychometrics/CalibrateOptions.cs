using System.CommandLine;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Calibration;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>
/// The options of the verb `calibrate`: from what, with which models and priors, how long to search, and what to call the result.
/// </summary>
internal sealed class CalibrateOptions
{
    private static readonly string[] _models = ["1pl", "2pl", "3pl", "grm", "gpcm"];

    private readonly Option<string> _model = new("--model") { Description = "Model of the items.", Required = true };

    private readonly Option<string?> _polytomous = new("--polytomous")
    {
        Description = "Model of the items with more than two categories, where --model is for two.",
    };

    private readonly Option<string?> _responses = new("--responses") { Description = "Responses, CSV.", HelpName = "file" };

    private readonly Option<string?> _assessment = new("--assessment")
    {
        Description = "Assessment whose stored responses are used, instead of --responses.",
        HelpName = "slug",
    };

    private readonly Option<string[]> _priors = VerbOptions.Names(
        "--prior",
        "Priors: a=lognormal:0,0.5 b=normal:0,2 c=beta:5,17 or c=logitnormal:-1.386,0.5; a=none, b=none, c=none. "
        + "With --assessment also: catalog. Without it only c has one, under 3pl.");

    private readonly Option<int?> _nodes = new("--nodes")
    {
        Description = "Quadrature nodes over ±6; 61, or more for long tests, without it.",
    };

    private readonly Option<bool> _negative = new("--allow-negative-a")
    {
        Description = "Let discriminations be negative, to see what an item keyed the wrong way round does.",
    };

    private readonly Option<int> _cycles = new("--max-cycles")
    {
        Description = "Most cycles.",
        DefaultValueFactory = _ => CalibrationOptions.Default.MaximumCycles,
    };

    private readonly Option<string?> _id = new("--calibration-id")
    {
        Description = "Id of the calibration; made from the source and the model without it.",
    };

    private readonly Option<int> _version = new("--calibration-version")
    {
        Description = "Version of the calibration.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _output = VerbOptions.Output("The calibration, JSON; standard output without it.");

    private readonly Option<bool> _strict = Remarks.Strict();

    private readonly ColumnOptions _columns = new(hasForm: false);

    public CalibrateOptions()
    {
        _model.AcceptOnlyFromAmong(_models);
        _polytomous.AcceptOnlyFromAmong("grm", "gpcm");
        _nodes.Refuse(nodes => nodes is < 11 or > 10_001, "--nodes must be between 11 and 10001.");
        _cycles.Refuse(cycles => cycles < 1, "--max-cycles must be at least 1.");
        _version.Refuse(version => version < 1, "--calibration-version must be at least 1.");
    }

    public void AddTo(Command command)
    {
        Option[] options =
        [
            _model, _polytomous, _responses, _assessment, _priors, _nodes, _negative, _cycles, _id, _version, _output, _strict,
        ];
        foreach (var option in options) command.Add(option);
        _columns.AddTo(command);
        command.Validators.Add(result =>
        {
            var isOneSource = result.GetValue(_responses) is null != result.GetValue(_assessment) is null;
            if (!isOneSource) result.AddError("Either --responses or --assessment is needed.");
        });
    }

    public string? Responses(ParseResult result) => result.GetValue(_responses);

    public string? Assessment(ParseResult result) => result.GetValue(_assessment);

    public ColumnRoles Columns(ParseResult result) => _columns.Read(result);

    public string? Output(ParseResult result) => result.GetValue(_output);

    public bool IsStrict(ParseResult result) => result.GetValue(_strict);

    public (string? Id, int Version) Name(ParseResult result) => (result.GetValue(_id), result.GetValue(_version));

    /// <exception cref="InputException">A prior cannot be read.</exception>
    public CalibrationModels Models(ParseResult result)
    {
        var model = ItemValues.Parse(result.GetValue(_model)!)!.Value;
        var polytomous = ItemValues.Parse(result.GetValue(_polytomous) ?? "");
        return new CalibrationModels(model, polytomous, result.GetValue(_priors)!);
    }

    public CalibrationOptions Search(ParseResult result) => CalibrationOptions.Default with
    {
        Nodes = result.GetValue(_nodes),
        AllowNegativeDiscriminations = result.GetValue(_negative),
        MaximumCycles = result.GetValue(_cycles),
        DegreeOfParallelism = Environment.ProcessorCount,
    };
}
