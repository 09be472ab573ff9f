using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Adaptive;

/// <summary>The working memory of one adaptive test after another; what it returns depends on seed and answers alone.</summary>
internal sealed class AdaptiveSession
{
    private const double InformationTie = 1e-12;
    private const double ShareTie = 1e-9;

    private readonly AdaptiveBank _bank;
    private readonly AdaptiveSettings _settings;
    private readonly double[] _posterior;
    private readonly double[] _informations;
    private readonly int[] _answers;
    private readonly bool[] _given;
    private readonly bool[] _left;
    private readonly bool[] _open;
    private readonly int[] _givenByArea;
    private readonly bool[] _areaOpen;
    private ulong _seed;
    private int _count;

    public AdaptiveSession(AdaptiveBank bank, AdaptiveSettings settings)
    {
        var areas = settings.ContentShares.Length;
        if (areas > 0 && (bank.Areas.IsEmpty || bank.Areas.Any(area => area >= areas)))
            throw new ArgumentException(
                $"There are {areas} content shares; every item of the bank needs an area below that.", nameof(settings));
        if (settings.ExposureParameters.Length is var parameters and > 0 && parameters != bank.Items.Length)
            throw new ArgumentException($"There are {parameters} exposure parameters for {bank.Items.Length} items.", nameof(settings));

        (_bank, _settings) = (bank, settings);
        _posterior = new double[bank.Table.Stride];
        _informations = new double[bank.Padded];
        _answers = new int[bank.Items.Length];
        _given = new bool[bank.Items.Length];
        _left = new bool[bank.Items.Length];
        _open = new bool[bank.Items.Length];
        _givenByArea = new int[areas];
        _areaOpen = new bool[areas];
    }

    /// <summary>Which items pass the exposure experiment in this test.</summary>
    public ReadOnlySpan<bool> Open => _open;

    public void Start(ulong seed)
    {
        _seed = seed;
        _count = 0;
        _bank.Quadrature.Start(_posterior);
        Array.Clear(_given);
        Array.Fill(_left, true);
        Array.Fill(_answers, Response.NotAdministered);
        Array.Clear(_givenByArea);
        var parameters = _settings.ExposureParameters.AsSpan();
        for (var i = 0; i < _open.Length; i++)
            _open[i] = parameters.IsEmpty || SeededDraw.Uniform(seed, DrawStream.Exposure, i) < parameters[i];
    }

    public bool WasGiven(int item) => _given[item];

    public void Answer(int item, int category)
    {
        _bank.Table.Add(item, category, _posterior);
        _answers[item] = category;
        _given[item] = true;
        _left[item] = false;
        foreach (var enemy in _bank.EnemiesOf(item)) _left[enemy] = false;
        _count++;
        if (_givenByArea.Length > 0) _givenByArea[_bank.Areas[item]]++;
    }

    public AdaptiveStep Next()
    {
        double theta = _bank.Prior.Mean, standardError = _bank.Prior.StandardDeviation;
        if (_count > 0) (theta, standardError, _, _) = Estimate();

        var status = _count >= _settings.MinimumLength && standardError <= _settings.TargetStandardError ? AdaptiveStatus.PrecisionReached
            : _count >= _settings.MaximumLength ? AdaptiveStatus.MaximumLengthReached
            : !_left.AsSpan().Contains(true) ? AdaptiveStatus.BankExhausted
            : AdaptiveStatus.InProgress;
        if (status != AdaptiveStatus.InProgress) return new AdaptiveStep(status, null, theta, standardError, null);

        _bank.Informations(_count == 0 ? _settings.StartingAbility ?? theta : theta, _informations);
        var candidates = KeepCandidates();
        var among = Math.Min(_settings.Randomesque, candidates);
        var rank = _settings.Randomesque == 1 ? 0 : SeededDraw.Choice(_seed, DrawStream.Randomesque, _count, among);
        var item = Best();
        for (; rank > 0; rank--)
        {
            _informations[item] = -1;
            item = Best();
        }

        return new AdaptiveStep(status, item, theta, standardError, _informations[item]);
    }

    private EapEstimate Estimate()
    {
        var estimate = EapEstimator.OfPosterior(_posterior, _bank.Quadrature, out var isHeld);
        return isHeld || !_bank.FollowsPosterior ? estimate : _bank.Wide.Estimate(_answers);
    }

    // Everything that is not a candidate gets an information of −1. Content goes before exposure:
    // a blocked item is given rather than one of the wrong area.
    private int KeepCandidates()
    {
        if (_areaOpen.Length > 0) OpenAreas();
        int open = 0, blocked = 0;
        for (var i = 0; i < _given.Length; i++)
        {
            if (!_left[i] || (_areaOpen.Length > 0 && !_areaOpen[_bank.Areas[i]])) _informations[i] = -1;
            else if (_open[i]) open++;
            else blocked++;
        }

        if (open == 0 || blocked == 0) return open + blocked;
        for (var i = 0; i < _given.Length; i++)
            if (!_open[i])
                _informations[i] = -1;
        return open;
    }

    // The areas with items left that are furthest below their share. An area of share 0 comes after all others:
    // share·n − count is at least −n.
    private void OpenAreas()
    {
        var shares = _settings.ContentShares.AsSpan();
        Array.Clear(_areaOpen);
        for (var i = 0; i < _given.Length; i++)
            if (_left[i])
                _areaOpen[_bank.Areas[i]] = true;

        var largest = double.NegativeInfinity;
        for (var area = 0; area < shares.Length; area++)
            if (_areaOpen[area])
                largest = Math.Max(largest, Deficit(area, shares));
        for (var area = 0; area < shares.Length; area++) _areaOpen[area] &= Deficit(area, shares) >= largest - ShareTie;
    }

    private double Deficit(int area, ReadOnlySpan<double> shares) =>
        shares[area] > 0 ? shares[area] * _count - _givenByArea[area] : -_count - 1;

    private int Best()
    {
        var informations = _informations.AsSpan(0, _given.Length);
        var largest = -1.0;
        foreach (var information in informations) largest = Math.Max(largest, information);
        var least = largest * (1 - InformationTie);
        for (var i = 0; i < informations.Length; i++)
            if (informations[i] >= least)
                return i;
        throw new InvalidOperationException("There is no candidate left.");
    }
}
