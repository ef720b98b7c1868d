using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

public sealed class TheDomainIsPure
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance |
        BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type[] Impure =
    [
        typeof(Task), typeof(Task<>), typeof(ValueTask), typeof(ValueTask<>), typeof(IAsyncEnumerable<>),
        typeof(CancellationToken), typeof(Stream), typeof(TextReader), typeof(TextWriter), typeof(TimeProvider),
    ];

    [Fact]
    public void Nothing_waits_reads_or_writes()
    {
        var broken =
            from type in Repository.TypesOf(Repository.Domain)
            from member in type.GetMembers(Declared)
            from used in TypesIn(member)
            where Impure.Contains(used) || typeof(Stream).IsAssignableFrom(used)
            select $"{type.FullName}.{member.Name}: {used.Name}";

        Repository.Holds("Domain has no Task and no Stream (HOUSE §6.5).", broken);
    }

    [Fact]
    public void Nobody_sets_a_property_from_outside()
    {
        var broken =
            from type in Repository.TypesOf(Repository.Domain)
            from property in type.GetProperties(Declared)
            where property.SetMethod is { IsPublic: true } setter && !IsInit(setter)
            select $"{type.FullName}.{property.Name}";

        Repository.Holds("Domain has no public setters: a change is a method a host would name (HOUSE §6.5).", broken);
    }

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static IEnumerable<Type> TypesIn(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType).SelectMany(Parts),
        ConstructorInfo constructor => constructor.GetParameters().SelectMany(p => Parts(p.ParameterType)),
        PropertyInfo property => Parts(property.PropertyType),
        FieldInfo field => Parts(field.FieldType),
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        return type.IsGenericType
            ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
            : [type];
    }
}
