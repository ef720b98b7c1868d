using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hidori.Server;

/// <summary>Options that are checked before anything starts, and complain by the name people set them by (SPEC X5).</summary>
public static class Settings
{
    /// <param name="section">Empty for settings without one.</param>
    public static OptionsBuilder<T> AddSettings<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddSingleton<IValidateOptions<T>>(new Check<T>(section));
        return services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
    }

    /// <summary>The form that environment variables have: `Database__Provider`.</summary>
    public static string KeyOf(string section, string property) => section.Length == 0 ? property : $"{section}__{property}";

    private sealed class Check<T>(string section) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            List<ValidationResult> problems = [];
            return Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(problems.Select(Words));
        }

        private string Words(ValidationResult problem)
        {
            var key = KeyOf(section, problem.MemberNames.First());
            var words = (problem.ErrorMessage ?? "").Replace($"{section}:", $"{section}__", StringComparison.Ordinal);
            return words.StartsWith(key, StringComparison.Ordinal) ? words : $"{key}: {words}";
        }
    }
}
