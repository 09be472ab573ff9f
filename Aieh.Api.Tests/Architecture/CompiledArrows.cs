using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Aieh.Api.Tests.Architecture;

/// <summary>
/// One type knows another. Both are outermost types: a closure or a nested class belongs to the one that it was written in.
/// </summary>
internal sealed record Arrow(TypeName From, TypeName To);

internal sealed record TypeName(string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}.{Name}";
}

/// <summary>
/// Who knows whom, read from compiled types: bases, signatures, attributes and their arguments, fields, locals, and every type and member
/// that a method body names. What the compiler leaves no trace of is not seen: a constant's value, <c>nameof</c>, <c>cref</c>. Those need a
/// using directive or a qualified name, and these have tests of their own.
/// </summary>
internal static class CompiledArrows
{
    public static IReadOnlyList<Arrow> Of(string assembly)
    {
        using var resolver = new DefaultAssemblyResolver();
        foreach (var folder in FrameworkFolders()) resolver.AddSearchDirectory(folder);
        using var module = ModuleDefinition.ReadModule(assembly, new ReaderParameters { AssemblyResolver = resolver });
        var arrows = from type in module.GetTypes()
                     from known in KnownBy(type).SelectMany(Parts).Distinct()
                     let knower = NameOf(type)
                     let other = NameOf(known)
                     where knower != other
                     select new Arrow(knower, other);
        return [.. arrows.Distinct()];
    }

    /// <summary>An attribute's enum argument can only be read by who knows how wide the enum is.</summary>
    private static IEnumerable<string> FrameworkFolders() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(file => Path.GetDirectoryName(file)!)
            .Distinct();

    private static IEnumerable<TypeReference?> KnownBy(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.SelectMany(each => Attributes(each).Prepend(each.InterfaceType)),
        .. Attributes(type),
        .. Constraints(type),
        .. type.Fields.SelectMany(field => Attributes(field).Prepend(field.FieldType)),
        .. type.Properties.SelectMany(property => Attributes(property).Prepend(property.PropertyType)),
        .. type.Events.SelectMany(each => Attributes(each).Prepend(each.EventType)),
        .. type.Methods.SelectMany(KnownBy),
    ];

    private static IEnumerable<TypeReference?> KnownBy(MethodDefinition method) =>
    [
        .. Signature(method),
        .. Attributes(method),
        .. Constraints(method),
        .. Attributes(method.MethodReturnType),
        .. method.Parameters.SelectMany(Attributes),
        .. method.HasBody ? KnownBy(method.Body) : [],
    ];

    private static IEnumerable<TypeReference?> KnownBy(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(instruction => KnownBy(instruction.Operand)),
    ];

    private static IEnumerable<TypeReference?> KnownBy(object? operand) => operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        MethodReference method => [method.DeclaringType, .. Signature(method)],
        CallSite site => [site.ReturnType, .. site.Parameters.Select(parameter => parameter.ParameterType)],
        _ => [],
    };

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method is GenericInstanceMethod made ? made.GenericArguments : [],
    ];

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider generic) =>
        generic.GenericParameters.SelectMany(parameter =>
            Attributes(parameter).Concat(parameter.Constraints.Select(constraint => constraint.ConstraintType)));

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider provider) =>
        from attribute in provider.CustomAttributes
        let named = attribute.Fields.Concat(attribute.Properties).Select(argument => argument.Argument)
        from known in attribute.ConstructorArguments.Concat(named).SelectMany(Values).Prepend(attribute.AttributeType)
        select known;

    private static IEnumerable<TypeReference> Values(CustomAttributeArgument argument) => argument.Value switch
    {
        TypeReference type => [argument.Type, type],
        CustomAttributeArgument[] several => several.SelectMany(Values).Prepend(argument.Type),
        CustomAttributeArgument boxed => Values(boxed),
        _ => [argument.Type],
    };

    /// <summary>A generic, array, pointer or by-reference type is its element and its arguments.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType made => made.GenericArguments.SelectMany(Parts).Prepend(made.ElementType),
        IModifierType modified => Parts(modified.ElementType).Concat(Parts(modified.ModifierType)),
        TypeSpecification made => Parts(made.ElementType),
        _ => [type],
    };

    private static TypeName NameOf(TypeReference type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        return new TypeName(type.Namespace, type.Name.Split('`')[0]);
    }
}
