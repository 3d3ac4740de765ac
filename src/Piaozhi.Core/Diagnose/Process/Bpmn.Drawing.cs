using System.Globalization;

namespace Piaozhi.Core.Diagnose.Process;

public static partial class Bpmn
{
    /// <summary>Places the blocks of a tree. A block has a height of its own; a silent one is only a line.</summary>
    internal sealed class Drawing(Func<string, string> name)
    {
        public const double Gap = 40;
        private const double TaskWidth = 130, TaskHeight = 60, Gateway = 44, Line = 30, Between = 24;

        public List<Drawn> Elements { get; } = [];
        public List<Flowing> Flows { get; } = [];

        public Drawn Add(string type, string text, double x, double y, double width, double height, bool splits = false)
        {
            var e = new Drawn((type + "_" + (Elements.Count + 1).ToString(CultureInfo.InvariantCulture)), type, text, x, y, width, height, splits);
            Elements.Add(e);
            return e;
        }

        public void Flow(Drawn from, Drawn to, double? below = null) => Flows.Add(new Flowing("flow_" + (Flows.Count + 1).ToString(CultureInfo.InvariantCulture), from, to, below));

        /// <summary>Width of a block, and how far it reaches above and below the line on which it is entered and left.</summary>
        public Size Measure(ProcessTree tree)
        {
            var children = tree.Children.Select(Measure).ToArray();
            switch (tree.Operator)
            {
                case TreeOperator.Activity:
                    return new Size(TaskWidth, TaskHeight / 2, TaskHeight / 2);
                case TreeOperator.Silent:
                    return new Size(0, Line / 2, Line / 2);
                case TreeOperator.Sequence:
                    return new Size(children.Sum(c => c.Width) + Gap * (children.Length - 1), children.Max(c => c.Above), children.Max(c => c.Below));
                case TreeOperator.Loop:
                    return new Size(Wide(children), Math.Max(Gateway / 2, children[0].Above), Math.Max(Gateway / 2, children[0].Below) + children.Skip(1).Sum(c => Between + c.Height) + Between);
                default:
                    var half = (children.Sum(c => c.Height) + Between * (children.Length - 1)) / 2;
                    return new Size(Wide(children), half, half);
            }
        }

        private static double Wide(Size[] children) => children.Max(c => c.Width) + 2 * (Gateway + Gap);

        /// <summary>Draws a block behind <paramref name="from"/>; gives its last element and where the next may begin.</summary>
        public (Drawn Last, double Right) Draw(ProcessTree tree, Drawn from, double x, double line)
        {
            var size = Measure(tree);
            switch (tree.Operator)
            {
                case TreeOperator.Silent:
                    return (from, x);
                case TreeOperator.Activity:
                    var task = Add("task", name(tree.Activity), x, line - TaskHeight / 2, TaskWidth, TaskHeight);
                    Flow(from, task);
                    return (task, x + size.Width + Gap);
                case TreeOperator.Sequence:
                    foreach (var child in tree.Children)
                        (from, x) = Draw(child, from, x, line);
                    return (from, x);
                case TreeOperator.Loop:
                    return Loop(tree, from, x, line, size);
                default:
                    var kind = tree.Operator == TreeOperator.Parallel ? "parallelGateway" : "exclusiveGateway";
                    var (split, join) = Gateways(kind, from, x, line, size, splits: true);
                    var top = line - size.Above;
                    foreach (var child in tree.Children)
                    {
                        var of = Measure(child);
                        var at = top + of.Above;
                        var (last, _) = Draw(child, split, Inside(x, size, of), at);
                        // A silent branch is a line of its own, so that it lies on no other.
                        Flow(last, join, last == split && Math.Abs(at - line) > Gateway / 2 ? at : null);
                        top += of.Height + Between;
                    }

                    return (join, x + size.Width + Gap);
            }
        }

        /// <summary>The body stands on the line of its neighbors, the ways back below it.</summary>
        private (Drawn, double) Loop(ProcessTree tree, Drawn from, double x, double line, Size size)
        {
            var (enter, leave) = Gateways("exclusiveGateway", from, x, line, size);
            var body = Measure(tree.Children[0]);
            var (last, _) = Draw(tree.Children[0], enter, Inside(x, size, body), line);
            Flow(last, leave);
            var top = line + Math.Max(Gateway / 2, body.Below) + Between;
            foreach (var child in tree.Children.Skip(1))
            {
                var of = Measure(child);
                if (child.Operator == TreeOperator.Silent)
                    Flow(leave, enter, top + of.Above);
                else
                {
                    var (end, _) = Draw(child, leave, Inside(x, size, of), top + of.Above);
                    Flow(end, enter, top + of.Height + Between / 2);
                }

                top += of.Height + Between;
            }

            return (leave, x + size.Width + Gap);
        }

        private (Drawn, Drawn) Gateways(string kind, Drawn from, double x, double line, Size size, bool splits = false)
        {
            var first = Add(kind, "", x, line - Gateway / 2, Gateway, Gateway, splits);
            Flow(from, first);
            return (first, Add(kind, "", x + size.Width - Gateway, line - Gateway / 2, Gateway, Gateway));
        }

        private static double Inside(double x, Size outer, Size inner) => x + Gateway + Gap + (outer.Width - 2 * (Gateway + Gap) - inner.Width) / 2;
    }

    internal readonly record struct Size(double Width, double Above, double Below)
    {
        public double Height => Above + Below;
    }
}
