using System.CommandLine;
using System.Globalization;
using Aieh.Api.Employers.Tenants;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Audit;

/// <summary>The verb that verifies the chains of the audit trail.</summary>
internal static class AuditCommands
{
    private const int NotFound = 2;
    private const int Broken = 3;
    private const int TenantPage = 200;

    public static Command Create(Func<string[], CancellationToken, Task<WebApplication>> open)
    {
        var tenant = new Option<string>("--tenant") { Description = "Name of the tenant; without it, all." };
        var expect = new Option<string>("--expect")
        {
            Description = "A head that was printed before, as position:hash. The chain must still contain it. Needs --tenant.",
        };
        var verify = new Command("verify", "Follow the chain of each tenant and name every entry that was changed, taken out or put in.")
        {
            tenant, expect,
        };
        verify.TreatUnmatchedTokensAsErrors = false;
        expect.Validators.Add(result =>
        {
            if (ParseHead(result.GetValueOrDefault<string>()) is null) result.AddError("--expect is position:hash, as in 'head'.");
        });
        verify.Validators.Add(result =>
        {
            if (result.GetResult(expect) is not null && result.GetResult(tenant) is null) result.AddError("--expect needs --tenant.");
        });
        verify.SetAction(async (result, ct) =>
        {
            await using var app = await open([.. result.UnmatchedTokens], ct);
            var work = new Work(app.Services.GetRequiredService<Db>(), Console.Out, ct);
            return await work.VerifyAsync(result.GetValue(tenant), ParseHead(result.GetValue(expect)));
        });
        return new Command("audit", "Verify the audit trail.") { verify };
    }

    /// <summary>A head as it is printed; null when the text is none.</summary>
    internal static AuditHeadRow? ParseHead(string? text) =>
        text?.Split(':') is [var position, var hash]
        && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place > 0
        && hash.Length == 2 * AuditChain.Start.Length && hash.All(char.IsAsciiHexDigit)
            ? new AuditHeadRow { Position = place, Hash = Convert.FromHexString(hash) }
            : null;

    private sealed class Work(Db db, TextWriter output, CancellationToken cancellationToken)
    {
        private bool _isBroken;

        public async Task<int> VerifyAsync(string? name, AuditHeadRow? expected)
        {
            if (name is null)
            {
                await output.WriteLineAsync("tenant\ttenant id\tsealed\tunsealed\thead");
                await VerifyAllAsync();
            }
            else
            {
                var tenant = await db.ReadAsync(session => CredentialStore.FindTenantByNameAsync(session, name), cancellationToken);
                if (tenant is null)
                {
                    await Console.Error.WriteLineAsync($"There is no tenant '{name}'.");
                    return NotFound;
                }

                await output.WriteLineAsync("tenant\ttenant id\tsealed\tunsealed\thead");
                await VerifyAsync(tenant.Id, tenant.Name, expected);
            }

            return _isBroken ? Broken : 0;
        }

        private async Task VerifyAllAsync()
        {
            var (at, id) = (DateTimeOffset.MinValue, Guid.Empty);
            while (true)
            {
                var (afterAt, afterId) = (at, id);
                var page = await db.ReadAsync(
                    session => TenantStore.ListAsync(session, afterAt, afterId, TenantPage), cancellationToken);
                foreach (var tenant in page) await VerifyAsync(tenant.Id, tenant.Name, expected: null);

                if (page.Count < TenantPage) return;
                (at, id) = (page[^1].CreatedAt, page[^1].Id);
            }
        }

        private async Task VerifyAsync(Guid tenant, string name, AuditHeadRow? expected)
        {
            var verdict = await new AuditVerification(expected).RunAsync(db, tenant, cancellationToken);
            var head = verdict.Head is { } last ? $"{last.Position}:{Convert.ToHexStringLower(last.Hash)}" : "-";
            await output.WriteLineAsync($"{name}\t{tenant}\t{verdict.Sealed}\t{verdict.Unsealed}\t{head}");
            foreach (var fault in verdict.Faults) await Console.Error.WriteLineAsync($"{name}: {fault}.");
            _isBroken |= verdict.Faults.Count > 0;
        }
    }
}
