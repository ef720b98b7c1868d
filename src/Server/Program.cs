using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using Npgsql;
var b = new NpgsqlDataSourceBuilder("Host=x"); b.UseNodaTime();
File.WriteAllText("/tmp/s.sql", new SqliteDb("Data Source=:memory:", new CurrentOrganization(default)).Database.GenerateCreateScript());
File.WriteAllText("/tmp/p.sql", new PostgresDb(b.Build(), new CurrentOrganization(default)).Database.GenerateCreateScript());
