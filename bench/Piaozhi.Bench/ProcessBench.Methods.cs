using Piaozhi.Core.Diagnose.Process;

namespace Piaozhi.Bench;

public static partial class ProcessBench
{
    private static void Methods(EventLog log, Variants variants)
    {
    }
}
