using System.Data.Common;
using System.Diagnostics;
using Hidori.Server.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Hidori.Server.Tests.Kit;

/// <summary>Counts the statements that reach one database, whoever sends them, as EF Core's diagnostics tell them and those of <see cref="PageLooks"/>.</summary>
public sealed class StatementCount : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string _database;
    private readonly List<IDisposable> _subscriptions = [];
    private int _statements;

    public StatementCount(TestDatabase database)
    {
        _database = database.Provider == "sqlite"
            ? new SqliteConnectionStringBuilder(database.Connection).DataSource
            : new NpgsqlConnectionStringBuilder(database.Connection).Database!;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>Since it was last asked.</summary>
    public int Take() => Interlocked.Exchange(ref _statements, 0);

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name is DbLoggerCategory.Name or PageLooks.DiagnosticsName)
            _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        var connection = value.Value is CommandExecutedEventData command ? command.Connection : value.Value as DbConnection;
        if (connection is not null && !IsOfTheNodeItself(value.Value)
            && (connection is SqliteConnection ? connection.DataSource : connection.Database) == _database)
            Interlocked.Increment(ref _statements);
    }

    /// <summary>Every node looks by itself, now and then, whether the registration at a provider has changed.</summary>
    private static bool IsOfTheNodeItself(object? told) =>
        told is CommandExecutedEventData { Command.CommandText: var text } && text.Contains("provider_registrations", StringComparison.Ordinal);

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }
}
