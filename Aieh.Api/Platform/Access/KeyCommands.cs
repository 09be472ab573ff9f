using System.CommandLine;
using System.Globalization;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Platform.Access;

/// <summary>The verbs on API keys. A secret is printed once, when it is made.</summary>
internal static class KeyCommands
{
    private const int NotFound = 2;
    private const int ListPage = 200;

    public static Command Create(Func<string[], CancellationToken, Task<WebApplication>> open)
    {
        var tenant = new Option<string>("--tenant") { Description = "Name of the tenant; it is created when it is new.", Required = true };
        var name = new Option<string>("--name") { Description = "What the key is for." };
        var scopes = new Option<string[]>("--scope")
        {
            Description = "Scope of the key; may be repeated.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        scopes.AcceptOnlyFromAmong([.. Scopes.All]);
        var days = new Option<int?>("--days") { Description = "Days until the key expires; without it, it does not." };
        var id = new Argument<Guid>("id") { Description = "Id of the key." };
        var overlap = new Option<double>("--overlap-hours")
        {
            Description = "Hours for which the old key still works.",
            DefaultValueFactory = _ => ApiKeys.DefaultOverlapHours,
        };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > ApiKeys.MostDays)
            {
                result.AddError($"--days must be between 1 and {ApiKeys.MostDays}.");
            }
        });
        overlap.Validators.Add(result =>
        {
            var isWithinAYear = result.GetValueOrDefault<double>() is >= 0 and <= ApiKeys.MostOverlapHours;
            if (!isWithinAYear) result.AddError($"--overlap-hours must be between 0 and {ApiKeys.MostOverlapHours}.");
        });

        var keys = new Command("keys", "Make, list, rotate and revoke the API keys of tenants.");
        keys.Add(Verb("create", "Make a key and print its secret, once.", [tenant, name, scopes, days], [], (result, work) =>
            work.CreateAsync(result.GetValue(tenant)!, result.GetValue(name), result.GetValue(scopes)!, result.GetValue(days))));
        keys.Add(Verb("list", "List all keys, without their secrets.", [], [], (_, work) => work.ListAsync()));
        keys.Add(Verb(
            "rotate",
            "Make a successor with the same tenant, name and scopes; the old key ends after the overlap.",
            [overlap],
            [id],
            (result, work) => work.RotateAsync(result.GetValue(id), TimeSpan.FromHours(result.GetValue(overlap)))));
        keys.Add(Verb("revoke", "End a key at once.", [], [id], (result, work) => work.RevokeAsync(result.GetValue(id))));
        return keys;

        Command Verb(string verb, string description, Option[] options, Argument[] arguments, Func<ParseResult, Work, Task<int>> run)
        {
            var command = new Command(verb, description) { TreatUnmatchedTokensAsErrors = false };
            foreach (var option in options) command.Add(option);
            foreach (var argument in arguments) command.Add(argument);
            command.SetAction(async (result, ct) =>
            {
                await using var app = await open([.. result.UnmatchedTokens], ct);
                var (db, time) = (app.Services.GetRequiredService<Db>(), app.Services.GetRequiredService<TimeProvider>());
                return await run(result, new Work(db, time, Console.Out, ct));
            });
            return command;
        }
    }

    private sealed class Work(Db db, TimeProvider time, TextWriter output, CancellationToken cancellationToken)
    {
        public async Task<int> CreateAsync(string tenantName, string? name, string[] scopes, int? days)
        {
            var now = time.Now();
            var tenant = await db.ReadAsync(session => CredentialStore.FindTenantByNameAsync(session, tenantName), cancellationToken);
            var isNew = tenant is null;
            tenant ??= new TenantRow { Id = Guid.CreateVersion7(now), Name = tenantName, CreatedAt = now };
            var (key, secret) = ApiKeys.Make(tenant.Id, name, scopes, now, days is null ? null : now.AddDays(days.Value));
            await db.WriteAsync(WriteAsync, cancellationToken);
            await PrintAsync(key, secret);
            return 0;

            async Task<bool> WriteAsync(DbSession session)
            {
                if (isNew) await ApiKeys.AddTenantAsync(session, tenant, new TenantState { Name = tenantName }, ApiKeys.Operator);
                await ApiKeys.AddAsync(session, key, ApiKeys.Operator);
                return true;
            }
        }

        public async Task<int> ListAsync()
        {
            await output.WriteLineAsync("id\ttenant\ttenant id\tkey\tscopes\tcreated\texpires\trevoked\tlast used\tname");
            for (var skip = 0; ; skip += ListPage)
            {
                var page = await db.ReadAsync(session => CredentialStore.ListKeysAsync(session, skip, ListPage), cancellationToken);
                foreach (var key in page) await output.WriteLineAsync(Row(key));

                if (page.Count < ListPage) return 0;
            }
        }

        public async Task<int> RotateAsync(Guid id, TimeSpan overlap)
        {
            var now = time.Now();
            var found = await db.ReadAsync(session => CredentialStore.FindKeyAsync(session, id), cancellationToken);
            if (found is not { } old || !ApiKeys.IsLive(old, now)) return await MissingAsync(id);

            var (key, secret) = ApiKeys.MakeSuccessor(old, now);
            var rotated = await db.WriteAsync(
                session => ApiKeys.RotateAsync(session, old, key, now + overlap, ApiKeys.Operator), cancellationToken);
            if (!rotated) return await MissingAsync(id);

            await PrintAsync(key, secret);
            await output.WriteLineAsync($"old key   {id} works until {Show(ApiKeys.EndOf(old, now + overlap))}");
            return 0;
        }

        public async Task<int> RevokeAsync(Guid id)
        {
            var now = time.Now();
            var found = await db.ReadAsync(session => CredentialStore.FindKeyAsync(session, id), cancellationToken);
            if (found is null) return await MissingAsync(id);

            var revoked = await db.WriteAsync(session => ApiKeys.RevokeAsync(session, found, now, ApiKeys.Operator), cancellationToken);
            await output.WriteLineAsync(revoked ? $"Key {id} is revoked." : $"Key {id} had been revoked before.");
            return 0;
        }

        private static string Row(KeyRow key) => string.Join(
            '\t',
            key.Id,
            key.TenantName,
            key.TenantId,
            key.Hint,
            key.Scopes,
            Show(key.CreatedAt),
            Show(key.ExpiresAt),
            Show(key.RevokedAt),
            Show(key.LastUsedAt),
            key.Name ?? "-");

        private async Task PrintAsync(CredentialRow key, string token)
        {
            await output.WriteLineAsync($"id        {key.Id}");
            await output.WriteLineAsync($"tenant    {key.TenantId}");
            await output.WriteLineAsync($"scopes    {key.Scopes}");
            await output.WriteLineAsync($"expires   {Show(key.ExpiresAt)}");
            await output.WriteLineAsync($"secret    {token}");
            await output.WriteLineAsync("The secret is shown once; only its hash is kept.");
        }

        private static async Task<int> MissingAsync(Guid id)
        {
            await Console.Error.WriteLineAsync($"There is no live key {id}.");
            return NotFound;
        }

        private static string Show(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";
    }
}
