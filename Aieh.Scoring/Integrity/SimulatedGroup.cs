using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;
using MathNet.Numerics.Distributions;

namespace Aieh.Scoring.Integrity;

/// <summary>
/// People who meet the same items, whose parameters, shares of options and mean times are drawn from what is believed of them. A function
/// of the seed alone.
/// </summary>
internal sealed class SimulatedGroup
{
    private const double RapidShare = 0.3;
    private const double KnownShare = 0.3;
    private const double AssistantRight = 0.98;
    private const double CopiedShare = 0.5;
    private const double ShortestRapid = 0.5;
    private const double LongestRapid = 3;
    private const double KnownTime = 0.5;

    private readonly IntegrityScenario _scenario;
    private readonly ItemParameters[] _items;
    private readonly ItemParameters[] _pool;
    private readonly double[][] _shares;
    private readonly double[] _intensities;
    private readonly bool[] _known;
    private readonly AdaptiveSession? _session;
    private ulong _state;

    public SimulatedGroup(IntegrityScenario scenario, ulong seed)
    {
        (_scenario, _state) = (scenario, seed);
        var items = scenario.Similarity.Items;
        _items = [.. items.Select(item => Truth(item.Item))];
        _shares = [.. items.Select(item => item.Categories.Select(_ => -Math.Log(1 - Uniform())).ToArray())];
        _intensities = [.. scenario.MeanSeconds.Select(mean => scenario.Times.IntensityOf(mean) + scenario.Times.MeanError * Standard())];
        _known = [.. items.Select(_ => Uniform() < KnownShare)];
        _pool = [.. scenario.Verification?.Bank.UncertainItems.Select(Truth) ?? []];
        if (scenario.Verification is { } test) _session = new AdaptiveSession(test.Bank, test.Settings);
    }

    /// <summary>An ability of the norm population.</summary>
    public double Ability() => Standard();

    /// <summary>An honest attempt.</summary>
    public SimulatedAttempt Attempt(double ability)
    {
        var (options, seconds) = (new int[_items.Length], new double[_items.Length]);
        var speed = _scenario.Times.SpeedDeviation * Standard();
        for (var i = 0; i < options.Length; i++)
        {
            options[i] = OptionOf(i, ItemResponseFunction.CategoryAt(_items[i], ability, Uniform()));
            seconds[i] = Math.Exp(_intensities[i] - speed + _scenario.Times.ResidualDeviation * Standard());
        }

        return new SimulatedAttempt(options, seconds);
    }

    /// <summary>An attempt of some kind; copies are made of the source's answers.</summary>
    public SimulatedAttempt Attempt(CandidateKind kind, double ability, SimulatedAttempt source)
    {
        var attempt = Attempt(ability);
        var (options, seconds) = attempt;
        for (var i = 0; i < options.Length; i++)
        {
            var chance = Uniform();
            switch (kind)
            {
                case CandidateKind.RapidGuessing when chance < RapidShare:
                    options[i] = (int)(Uniform() * _shares[i].Length);
                    seconds[i] = ShortestRapid + (LongestRapid - ShortestRapid) * Uniform();
                    break;
                case CandidateKind.PreKnowledge when _known[i]:
                    options[i] = OptionOf(i, _items[i].Categories - 1);
                    seconds[i] *= KnownTime;
                    break;
                case CandidateKind.Assistant:
                    options[i] = OptionOf(i, chance < AssistantRight ? _items[i].Categories - 1 : 0);
                    break;
                case CandidateKind.Copying when chance < CopiedShare:
                    options[i] = source.Options[i];
                    break;
            }
        }

        return attempt;
    }

    /// <summary>The answers to a verification, one per item of its bank.</summary>
    public int[] Verify(double ability)
    {
        int[] answers = [.. _pool.Select(_ => Response.NotAdministered)];
        _session!.Start(SplitMix64.Next(ref _state));
        while (_session.Next().Item is { } item)
        {
            answers[item] = ItemResponseFunction.CategoryAt(_pool[item], ability, Uniform());
            _session.Answer(item, answers[item]);
        }

        return answers;
    }

    // A gamma variable of shape 1 for each option: shares within a category are Dirichlet.
    private int OptionOf(int item, int category)
    {
        var (categories, shares) = (_scenario.Similarity.Items[item].Categories, _shares[item]);
        var total = 0.0;
        for (var a = 0; a < shares.Length; a++)
            if (categories[a] == category)
                total += shares[a];
        var left = Uniform() * total;
        var last = 0;
        for (var a = 0; a < shares.Length; a++)
        {
            if (categories[a] != category) continue;
            last = a;
            if ((left -= shares[a]) < 0) break;
        }

        return last;
    }

    private ItemParameters Truth(UncertainItem item) =>
        item.At([.. Enumerable.Range(0, item.Dimensions).Select(_ => Place())]);

    private double Standard() => Normal.InvCDF(0, 1, Place());

    // Inside (0, 1): half a step above a multiple of 2⁻⁵³.
    private double Place() => Uniform() + 0.5 / (1UL << 53);

    private double Uniform() => SplitMix64.Uniform(SplitMix64.Next(ref _state));
}

/// <summary>What somebody chose, and how long it took, seconds.</summary>
internal sealed record SimulatedAttempt(int[] Options, double[] Seconds);
