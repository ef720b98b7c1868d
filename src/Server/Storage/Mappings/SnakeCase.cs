using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Storage.Mappings;

/// <summary>Columns are named as people type them in a console: `leased_until`, without quotes.</summary>
internal static class SnakeCase
{
    public static void Apply(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
                property.SetColumnName(Of(property.Name));
            foreach (var key in entity.GetKeys())
                key.SetName($"pk_{entity.GetTableName()}");
            foreach (var foreignKey in entity.GetForeignKeys())
                foreignKey.SetConstraintName($"fk_{entity.GetTableName()}_{foreignKey.PrincipalEntityType.GetTableName()}");
            foreach (var index in entity.GetIndexes())
                index.SetDatabaseName(
                    $"ix_{entity.GetTableName()}_{string.Join("_", index.Properties.Select(p => Of(p.Name)))}");
        }
    }

    private static string Of(string name)
    {
        // Bare "start" and "end" are words of SQL itself.
        if (name is "Start" or "End")
            return name.ToLowerInvariant() + "s_at";

        var text = new StringBuilder();
        foreach (var (letter, position) in name.Select((c, i) => (c, i)))
        {
            if (char.IsUpper(letter) && position > 0 && !char.IsUpper(name[position - 1]))
                text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
