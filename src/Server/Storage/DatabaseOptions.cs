using System.ComponentModel.DataAnnotations;

namespace Hidori.Server.Storage;

/// <summary>Where Hidori keeps its data.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>`sqlite` (one file, nothing to install) or `postgres` (several nodes, many people).</summary>
    [Required, AllowedValues("sqlite", "postgres", ErrorMessage = "must be sqlite or postgres.")]
    public string Provider { get; set; } = "sqlite";

    /// <summary>The database's connection string. For SQLite a file, such as `Data Source=data/hidori.db`.</summary>
    [Required]
    public string Connection { get; set; } = "Data Source=data/hidori.db";
}
