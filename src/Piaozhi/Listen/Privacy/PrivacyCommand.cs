using System.CommandLine;
using System.Globalization;
using Piaozhi.Host;
using Piaozhi.Listen.Import;

namespace Piaozhi.Listen.Privacy;

/// <summary><c>piaozhi listen erase --customer ID [--yes]</c> makes one customer unknown, on request; <c>rotate-key [--yes]</c> replaces the key of the pseudonyms.</summary>
public static class PrivacyCommand
{
    public static Command Make(CommandHost host)
    {
        var customer = new Option<string>("--customer") { Description = Text.Of("CommandEraseCustomer"), Required = true };
        var yes = new Option<bool>("--yes") { Description = Text.Of("CommandEraseYes") };
        var erase = new Command("erase", Text.Of("CommandErase")) { customer, yes };
        erase.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) =>
        {
            var (key, others) = (services.GetRequiredService<PrivacyKey>(), services.GetServices<ICustomerTraces>());
            var said = parsed.GetValue(customer)!;
            var found = parsed.GetValue(yes) ? await EraseCustomer.RunAsync(said, session, key, others, ct) : await FindCustomer.RunAsync(said, session, key, others, ct);
            if (!found.Ok)
                return await ImportCommand.RefuseAsync(found.Refusals, services, parsed);
            var f = found.Value;
            await parsed.Out().WriteLineAsync(Text.Of("EraseCounts", N(f.Events), N(f.Feedback), N(f.Responses), N(f.Rejects)));
            foreach (var (name, rows) in f.Others)
                await parsed.Out().WriteLineAsync($"{name.In(session.Culture)}: {N(rows)}");
            await parsed.Out().WriteLineAsync(parsed.GetValue(yes) ? Text.Of("EraseDone", f.Reference) : f.Total == 0 ? Text.Of("listen.erase.unknown") : Text.Of("EraseConfirm"));
            return f.Total == 0 ? 1 : 0;
        }, ct));
        var sure = new Option<bool>("--yes") { Description = Text.Of("CommandKeyYes") };
        var rotate = new Command("rotate-key", Text.Of("CommandKey")) { sure };
        rotate.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) =>
        {
            var done = await RotateKey.RunAsync(parsed.GetValue(sure), session, services.GetRequiredService<PrivacyKey>(), ct);
            if (!done.Ok)
                return await ImportCommand.RefuseAsync(done.Refusals, services, parsed);
            await parsed.Out().WriteLineAsync(Text.Of(parsed.GetValue(sure) ? "KeyRotated" : "KeyConfirm", N(done.Value)));
            return parsed.GetValue(sure) ? 0 : 1;
        }, ct));
        return new Command("listen", Text.Of("CommandListen")) { erase, rotate };
    }

    private static string N(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
