using Piaozhi.Bench;

return args switch
{
    ["import", var rows] when int.TryParse(rows, out var n) => await ImportBench.RunAsync(n),
    ["measure", var rows, .. var folder] when int.TryParse(rows, out var n) => await MeasureBench.RunAsync(n, folder.FirstOrDefault()),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Piaozhi.Bench import ROWS | measure ROWS [FOLDER]");
    return 2;
}
