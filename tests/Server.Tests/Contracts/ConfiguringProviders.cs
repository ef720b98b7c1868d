using System.ComponentModel.DataAnnotations;
using Hidori.Integrations.Microsoft365;
using Hidori.Integrations.Smtp;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>SPEC X5: absent is fine, malformed is named by its key.</summary>
public sealed class ConfiguringProviders
{
    public static TheoryData<string, object> Malformed => new()
    {
        { "Microsoft365:LoginAddress", new Microsoft365Options { LoginAddress = new("login", UriKind.Relative) } },
        { "Microsoft365:GraphAddress", new Microsoft365Options { GraphAddress = new("ftp://graph.example/") } },
        { "Microsoft365:ClientSecret", new Microsoft365Options { ClientId = "id" } },
        { "Microsoft365:ClientId", new Microsoft365Options { ClientSecret = "secret" } },
        { "Microsoft365:ClientId", new Microsoft365Options { ClientSecret = "", CertificateFile = "/nowhere.pfx" } },
        { "Microsoft365:CertificateFile", new Microsoft365Options { ClientId = "id", CertificateFile = "/nowhere.pfx" } },
        { "Tenant", new Microsoft365Options { Tenant = "contoso/../common" } },
        { "Mail:From", new MailOptions { Host = "mail.example" } },
        { "Mail:User", new MailOptions { Host = "mail.example", From = "a@b.example", Password = "secret" } },
        { "Port", new MailOptions { Port = 0 } },
        { "From", new MailOptions { Host = "mail.example", From = "nobody" } },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void What_is_malformed_is_named(string key, object options) =>
        Assert.Contains(Problems(options), p => p.ErrorMessage!.Contains(key, StringComparison.Ordinal));

    [Fact]
    public void What_is_absent_is_not_malformed()
    {
        Assert.Empty(Problems(new Microsoft365Options()));
        Assert.Empty(Problems(new MailOptions()));
        Assert.False(new Microsoft365Options().IsConfigured);
        Assert.False(new MailOptions().IsConfigured);
    }

    [Fact]
    public void A_secret_or_a_certificate_is_enough()
    {
        Assert.True(new Microsoft365Options { ClientId = "id", ClientSecret = "secret" }.IsConfigured);
        Assert.True(new Microsoft365Options { ClientId = "id", CertificateFile = "hidori.pfx" }.IsConfigured);
    }

    private static List<ValidationResult> Problems(object options)
    {
        List<ValidationResult> problems = [];
        Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true);
        return problems;
    }
}
