using System.Security.Cryptography;
using System.Text;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hidori.Server.Features.Administration;

/// <summary>The one-time link on the console: whoever can read it runs this server.</summary>
public sealed class FirstRunToken(DbFactory factory, ISecrets secrets, IOptions<ServerOptions> options)
{
    private readonly string _token = secrets.NewLinkSecret();

    public bool Fits(string? token) => token is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(_token));

    /// <summary>The link while there is no organization; null afterwards.</summary>
    public async Task<string?> LinkAsync(CancellationToken ct)
    {
        await using var db = factory.OpenOutsideOrganizations();
        var exists = await db.Organizations.IgnoreQueryFilters([Db.OrganizationFilter]).AnyAsync(ct);
        return exists ? null : options.Value.Link($"first-run?token={_token}");
    }
}
