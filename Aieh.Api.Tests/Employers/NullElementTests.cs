using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers;

/// <summary>The serializer heeds nullability for members, not for the elements of a list: each list that is sent is tried.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class NullElementTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    [TestCase("/v1/hiring-loops/{loop}/invitations/batch", """{"invitations":[null]}""", 400)]
    [TestCase("/v1/hiring-loops", """{"name":"a","role":"backend-engineer","assessments":[null]}""", 422)]
    [TestCase("/v1/webhook-endpoints", """{"url":"https://ats.example.com/","eventTypes":[null]}""", 422)]
    [TestCase("/v1/tenants", """{"name":"null","settings":{"returnOrigins":[null]}}""", 400)]
    [TestCase("/v1/tenants/{tenant}/keys", """{"scopes":[null]}""", 400)]
    public async Task List_WithANull_IsRefused(string path, string body, int status)
    {
        using var employer = await Employer.CreateAsync(App, string.Join(' ', Scopes.All));
        var loop = await employer.CreateLoopAsync();
        using var response = await employer.Client.SendAsync(
            HttpMethod.Post, path.Replace("{loop}", loop.ToString()).Replace("{tenant}", employer.Tenant.ToString()), body);
        Assert.That((int)response.StatusCode, Is.EqualTo(status), await response.Content.ReadAsStringAsync());
    }
}
