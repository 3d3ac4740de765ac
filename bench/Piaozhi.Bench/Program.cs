using Piaozhi.Bench;

return args is ["import", var rows] && int.TryParse(rows, out var count)
    ? await ImportBench.RunAsync(count)
    : Usage();

static int Usage()
{
    Console.Error.WriteLine("Piaozhi.Bench import ROWS");
    return 2;
}
