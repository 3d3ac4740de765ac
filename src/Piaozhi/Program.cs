using Piaozhi.Access;
using Piaozhi.Analyze;
using Piaozhi.Customers;
using Piaozhi.Detect;
using Piaozhi.Diagnose;
using Piaozhi.Host;
using Piaozhi.Improve;
using Piaozhi.Listen;
using Piaozhi.Measure;
using Piaozhi.People;
using Piaozhi.Sample;
using Piaozhi.Shell;
using Piaozhi.Standardize;
using Piaozhi.Storage;
using Piaozhi.Verify;

namespace Piaozhi;

/// <summary>The executable reads as the loop: host, then the stages in order.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) => CommandLine.RunAsync(args, Compose);

    /// <summary>Everything that Piaozhi is made of; the same for the server, the commands and the tests.</summary>
    public static PiaozhiBuilder Compose(PiaozhiBuilder app) => app
        .AddStorage()
        .AddAccess()
        .AddShell()
        .AddListen()
        .AddMeasure()
        .AddDetect()
        .AddDiagnose()
        .AddImprove()
        .AddVerify()
        .AddStandardize()
        .AddPeople()
        .AddCustomers()
        .AddSample()
        .AddAnalyze();
}
