using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Hidori.Benchmarks.Proposals;

/// <summary>Counts what reaches the database: statements, rows written and commits, as EF Core's diagnostics tell them.</summary>
internal sealed class StatementCount : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];
    private int _statements;
    private int _rows;
    private int _commits;

    public StatementCount() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    public (int Statements, int Rows, int Commits) Take() =>
        (Interlocked.Exchange(ref _statements, 0), Interlocked.Exchange(ref _rows, 0), Interlocked.Exchange(ref _commits, 0));

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
            _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        switch (value.Value)
        {
            case CommandExecutedEventData command:
                Interlocked.Increment(ref _statements);
                if (command.Result is int affected && affected > 0)
                    Interlocked.Add(ref _rows, affected);
                break;
            case DataReaderDisposingEventData { RecordsAffected: > 0 } reader:
                Interlocked.Add(ref _rows, reader.RecordsAffected);
                break;
            case TransactionEndEventData when value.Key == RelationalEventId.TransactionCommitted.Name:
                Interlocked.Increment(ref _commits);
                break;
        }
    }

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
