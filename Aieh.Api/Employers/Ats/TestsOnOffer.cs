using System.Security.Cryptography;
using System.Text;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Ats;

/// <summary>What an applicant tracking system can order: the assessments of a hiring loop, or a single one.</summary>
/// <param name="Id">The loop's id; of a single assessment, that of the loop which its first order makes.</param>
/// <param name="Name">What recruiters choose by; no other test of the tenant has it.</param>
/// <param name="Description">What is asked for, in a line.</param>
/// <param name="Loop">The loop.</param>
/// <param name="Definition">Its current version.</param>
/// <param name="IsNew">Whether there is no such loop yet.</param>
internal sealed record OrderableTest(
    Guid Id, string Name, string Description, HiringLoopRow Loop, LoopDefinition Definition, bool IsNew)
{
    /// <summary>Makes the loop that is not there yet.</summary>
    public Task InsertAsync(DbSession session, string actor, DateTimeOffset now)
    {
        var loop = new CurrentLoopRow
        {
            Id = Id, Version = 1, CreatedAt = Loop.CreatedAt, Definition = Definition.ToJson(), UpdatedAt = now,
        };
        return LoopChange.CreateAsync(session, loop, Loop.TenantId, actor);
    }
}

/// <summary>The tests of a tenant: its active hiring loops, and each assessment by itself.</summary>
internal sealed class TestsOnOffer(CatalogCache cache)
{
    private const int LoopsAtOnce = 200;

    public async Task<IReadOnlyList<OrderableTest>> ListAsync(DbSession session, Guid tenant, DateTimeOffset now)
    {
        var catalog = cache.Current;
        var (tests, known) = (new List<OrderableTest>(), new HashSet<Guid>());
        var (afterAt, afterId) = (DateTimeOffset.MinValue, Guid.Empty);
        while (true)
        {
            var page = await HiringLoopStore.ListAfterAsync(session, tenant, afterAt, afterId, LoopsAtOnce);
            foreach (var loop in page)
            {
                known.Add(loop.Id);
                var row = new HiringLoopRow { Id = loop.Id, TenantId = tenant, Version = loop.Version, CreatedAt = loop.CreatedAt };
                if (OfLoop(row, LoopDefinition.FromJson(loop.Definition), catalog) is { } test) tests.Add(test);
            }

            if (page.Count < LoopsAtOnce) break;
            (afterAt, afterId) = (page[^1].CreatedAt, page[^1].Id);
        }

        var single = catalog.Assessments.Keys.Order(StringComparer.Ordinal).Select(slug => OfAssessment(tenant, slug, catalog, now));
        tests.AddRange(single.OfType<OrderableTest>().Where(test => !known.Contains(test.Id)));
        // Loops first: a single assessment keeps its place when its first order has made a loop of it.
        return [.. NamedApart(tests.OrderBy(test => test.Definition.Role is null).ThenBy(test => test.Name, StringComparer.Ordinal))];
    }

    /// <summary>Null when there is no such test, or not any more.</summary>
    public async Task<OrderableTest?> FindAsync(DbSession session, Guid tenant, Guid id, DateTimeOffset now)
    {
        var catalog = cache.Current;
        if (await HiringLoopStore.FindAsync(session, id) is { } loop)
        {
            return loop.TenantId == tenant
                ? OfLoop(loop, await HiringLoopStore.GetDefinitionAsync(session, id, loop.Version), catalog)
                : null;
        }

        return catalog.Assessments.Keys.FirstOrDefault(slug => IdOf(tenant, slug) == id) is { } assessment
            ? OfAssessment(tenant, assessment, catalog, now)
            : null;
    }

    /// <summary>The id of the loop that asks for one assessment alone, of a tenant: a name-based UUID of version 8 (RFC 9562).</summary>
    internal static Guid IdOf(Guid tenant, string assessment)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"aieh single assessment {tenant} {assessment}")).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static OrderableTest? OfLoop(HiringLoopRow loop, LoopDefinition definition, CatalogSnapshot catalog)
    {
        var asked = definition.AskedOf(catalog);
        return definition.State == LoopState.Archived || asked.Count == 0
            ? null
            : new OrderableTest(loop.Id, definition.Name, DescriptionOf(definition, asked, catalog), loop, definition, IsNew: false);
    }

    private static OrderableTest? OfAssessment(Guid tenant, string slug, CatalogSnapshot catalog, DateTimeOffset now)
    {
        if (!LoopDefinition.IsOffered(catalog, slug)) return null;

        var request = new CreateHiringLoopRequest
        {
            Name = $"{catalog.Assessments[slug].Title} (single assessment)",
            Weights = new Dictionary<string, double> { [slug] = 1 },
        };
        var definition = LoopResolution.Of(request, catalog).Definition!;
        var loop = new HiringLoopRow { Id = IdOf(tenant, slug), TenantId = tenant, Version = 1, CreatedAt = now };
        return new OrderableTest(
            loop.Id, definition.Name, DescriptionOf(definition, [slug], catalog), loop, definition, IsNew: true);
    }

    private static string DescriptionOf(LoopDefinition definition, IReadOnlyList<string> asked, CatalogSnapshot catalog)
    {
        var titles = string.Join(", ", asked.Select(slug => catalog.Assessments[slug].Title));
        return definition.Role is { } role ? $"{catalog.Roles[role].Title}: {titles}" : titles;
    }

    /// <summary>Of the same name, the later ones are numbered.</summary>
    private static IEnumerable<OrderableTest> NamedApart(IEnumerable<OrderableTest> tests)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var numbers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var test in tests)
        {
            var name = test.Name;
            while (!names.Add(name))
            {
                var number = numbers[test.Name] = numbers.GetValueOrDefault(test.Name, 1) + 1;
                name = FormattableString.Invariant($"{test.Name} ({number})");
            }

            yield return test with { Name = name };
        }
    }
}
