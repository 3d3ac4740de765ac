using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Habits;
using Piaozhi.Core.Listen.Mapping;
using Piaozhi.Core.Listen.Screening;

namespace Piaozhi.Listen.Import;

/// <summary>Reads one table as batches of facts: one of the contract by its columns, a foreign one by its mapping.</summary>
internal static class TableBatches
{
    public static IEnumerable<FactBatch> Read(FactFile file, FactPart part, ReadingPlan plan)
    {
        var header = TableHeader.Find(part, plan);
        var cells = new DelimitedReader(part.Text, part.Separator, rows: part.IsRows);
        if (!header.IsKnown)
            return cells.Read() ? [FactBatches.Unknown(part, cells.Original())] : [];
        for (var i = 0; i < header.Rows; i++)
            cells.Read();
        var kind = header.Mapping?.Kind ?? header.Kind!.Value;
        var screener = new Screener(kind, part.Name, plan.Guard) { Header = RowsAsText.Line([.. header.Names], part.Separator).TrimEnd('\n') };
        screener.Row.Original = cells.Original;
        var table = new Table(file, part, header, cells, screener, kind);
        return header.Mapping is { } mapping ? Mapped(table, new Mapper(mapping, header.Names), mapping) : Own(table);
    }

    private sealed record Table(FactFile File, FactPart Part, TableHeader Header, DelimitedReader Cells, Screener Screener, FactKind Kind)
    {
        public FactBatch NewBatch() => new(Kind, [], [], 0) { Mapping = Header.Mapping?.Name };

        /// <summary>False, with a reject, for a row that cannot be split or decoded.</summary>
        public bool IsReadable(FactBatch batch)
        {
            if (!Cells.WellFormed)
                batch.Rejects.Add(Screener.Unreadable(Cells.Line, Cells.Original()));
            else if (Part.IsDamaged && Cells.Original().Contains('\uFFFD', StringComparison.Ordinal))
                batch.Rejects.Add(Screener.Unreadable(Cells.Line, Cells.Original(), Reasons.WrongEncoding));
            else
                return true;
            return false;
        }

        /// <summary>A row of the reject store that came again keeps its name there.</summary>
        public void Retry(FactBatch batch, int rejectsBefore, bool taken)
        {
            if (Header.RetriedAt < 0 || Header.RetriedAt >= Cells.Count || Cells[Header.RetriedAt].IsEmpty)
                return;
            var row = Cells[Header.RetriedAt].ToString();
            batch.Retried.Add((row, taken));
            for (var i = rejectsBefore; i < batch.Rejects.Count; i++)
                batch.Rejects[i] = batch.Rejects[i] with { RowId = row };
        }
    }

    private static IEnumerable<FactBatch> Own(Table table)
    {
        var (cells, screener) = (table.Cells, table.Screener);
        var plan = ColumnPlan.Compile(table.Kind, table.Header.Names);
        var batch = table.NewBatch();
        while (cells.Read())
        {
            var before = batch.Rejects.Count;
            Fact? fact = null;
            if (table.IsReadable(batch))
            {
                screener.Row.Clear(cells.Line);
                plan.Fill(screener.Row, cells);
                fact = FactBatches.Understood(screener.Screen(batch.Rejects));
                if (fact is not null)
                    batch.Facts.Add(fact);
            }

            if (table.Header.RetriedAt >= 0)
                table.Retry(batch, before, fact is not null);
            if (batch.Count < FactBatches.Size)
                continue;
            yield return batch with { Position = table.File.Position };
            batch = table.NewBatch();
        }

        yield return batch with { Position = table.File.Position };
    }

    private static IEnumerable<FactBatch> Mapped(Table table, Mapper mapper, Mapping mapping)
    {
        var (cells, screener) = (table.Cells, table.Screener);
        var batch = table.NewBatch();
        while (cells.Read())
        {
            var texts = TableHeader.Texts(cells);
            if (Mapper.IsTotals(texts))
                continue;
            var before = batch.Rejects.Count;
            var (made, taken) = (0, 0);
            if (table.IsReadable(batch))
            {
                foreach (var emission in mapper.Emissions(texts))
                {
                    made++;
                    screener.Row.Clear(cells.Line);
                    mapper.Fill(screener.Row, emission, texts);
                    if (FactBatches.Understood(screener.Screen(batch.Rejects)) is not { } fact)
                        continue;
                    taken++;
                    batch.Facts.Add(fact);
                }

                Once(batch.Rejects, before);
                if (made == 0)
                {
                    var (column, text) = mapper.Deciding(texts);
                    batch.Rejects.Add(screener.Refuse(cells.Line, column, text, Reasons.UnknownWord, cells.Original()));
                }
            }

            if (table.Header.RetriedAt >= 0)
                table.Retry(batch, before, made > 0 && taken == made);
            if (batch.Count < FactBatches.Size)
                continue;
            yield return batch with { Position = table.File.Position };
            batch = table.NewBatch();
        }

        yield return batch with { Position = table.File.Position };
    }

    /// <summary>A cell that spoils several moments of one row is named once.</summary>
    private static void Once(List<Reject> rejects, int from)
    {
        for (var i = rejects.Count - 1; i > from; i--)
            for (var j = from; j < i; j++)
                if (rejects[i].Field == rejects[j].Field && rejects[i].Reason == rejects[j].Reason)
                {
                    rejects.RemoveAt(i);
                    break;
                }
    }
}
