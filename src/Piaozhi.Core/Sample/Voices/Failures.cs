namespace Piaozhi.Core.Sample.Voices;

/// <summary>Something that goes wrong for a customer: which topics it is told under, how likely it is complained about, and how soon.</summary>
/// <param name="Touchpoint">Question of the questionnaire that it spoils.</param>
/// <param name="Lag">Median time until it is told.</param>
internal sealed record Failure(string Code, double Complains, TimeSpan Lag, string Touchpoint, params string[] Leaves);

/// <summary>A failure that a customer met, and the fault behind it when everyday life was not the cause.</summary>
internal readonly record struct Mishap(Failure Failure, string Cause, string? Staff = null);

/// <summary>The table of failures and complaints (about 42 complaints on 100 000 tickets before scaling).</summary>
internal static class Failures
{
    public static readonly Failure
        LateRefund = new("late_refund", .05, TimeSpan.FromDays(2), "change", "06.1", "06.1", "06.1", "15.3"),
        LongDelay = new("long_delay", .006, TimeSpan.FromHours(3), "travel", "11.1"),
        Delay = new("delay", .0006, TimeSpan.FromHours(5), "travel", "11.1", "11.1", "12.1"),
        Rude = new("rude", .06, TimeSpan.FromHours(4), "staff", "07.1", "07.1", "07.1", "07.2", "07.3"),
        RefundFee = new("refund_fee", .0015, TimeSpan.FromHours(1), "change", "06.3"),
        PaidNoTicket = new("paid_no_ticket", .35, TimeSpan.FromMinutes(20), "pay", "03.2"),
        ValidDenied = new("valid_denied", .4, TimeSpan.FromMinutes(30), "entry", "10.3"),
        Cancelled = new("cancelled", .012, TimeSpan.FromHours(2), "travel", "11.2", "11.2", "06.5"),
        NotAnswered = new("not_answered", .003, TimeSpan.FromHours(1), "info", "15.1"),
        ChangeFailed = new("change_failed", .004, TimeSpan.FromHours(1), "change", "05.1", "05.1", "05.3"),
        WindowWait = new("window_wait", .004, TimeSpan.FromHours(1), "staff", "09.1", "09.1", "08.4"),
        WrongAnswer = new("wrong_answer", .01, TimeSpan.FromDays(1), "staff", "08.1", "08.1", "08.2"),
        EntryQueue = new("entry_queue", .0015, TimeSpan.FromHours(2), "entry", "09.2", "09.3"),
        SeatConflict = new("seat_conflict", .3, TimeSpan.FromHours(1), "travel", "11.3"),
        FaceOften = new("face_often", .006, TimeSpan.FromHours(3), "entry", "10.1"),
        FaceOnce = new("face_once", .0004, TimeSpan.FromHours(3), "entry", "10.1"),
        GateRead = new("gate_read", .0008, TimeSpan.FromHours(3), "entry", "10.2", "04.5"),
        Price = new("price", .0004, TimeSpan.FromDays(1), "buy", "13.1", "13.1", "13.2", "13.3"),
        Surroundings = new("surroundings", .0005, TimeSpan.FromHours(6), "travel", "11.5", "11.5", "11.6"),
        Signs = new("signs", .0008, TimeSpan.FromHours(6), "info", "12.2"),
        IdCheck = new("id_check", .0015, TimeSpan.FromHours(1), "buy", "02.1", "02.1", "02.2"),
        SoldOutAfterShown = new("sold_out_after_shown", .0004, TimeSpan.FromHours(1), "buy", "01.2", "01.6"),
        Unfair = new("unfair", .0008, TimeSpan.FromHours(1), "buy", "01.3", "13.4"),
        SlowPage = new("slow_page", .0002, TimeSpan.FromHours(1), "buy", "01.1"),
        Blocked = new("blocked", .004, TimeSpan.FromHours(2), "buy", "02.3", "01.7"),
        PaymentFailed = new("payment_failed", .001, TimeSpan.FromMinutes(30), "pay", "03.1"),
        PaymentRetried = new("payment_retried", .0003, TimeSpan.FromMinutes(30), "pay", "03.1"),
        WrongRefund = new("wrong_refund", .4, TimeSpan.FromDays(1), "change", "06.4"),
        DuplicateCharge = new("duplicate_charge", .5, TimeSpan.FromDays(1), "pay", "03.3"),
        NoNotice = new("no_notice", .0004, TimeSpan.FromDays(1), "info", "04.2"),
        KioskDown = new("kiosk_down", .002, TimeSpan.FromHours(2), "buy", "09.4"),
        PolicyUnclear = new("policy_unclear", .01, TimeSpan.FromHours(6), "staff", "08.3", "12.3", "05.3"),
        UselessBot = new("useless_bot", .0012, TimeSpan.FromHours(3), "info", "15.2", "12.4"),
        Scam = new("scam", .3, TimeSpan.FromHours(8), "info", "14.1"),
        RestrictedView = new("restricted_view", .02, TimeSpan.FromHours(4), "travel", "11.4", "13.1"),
        WrongPrice = new("wrong_price", .05, TimeSpan.FromHours(4), "buy", "13.1"),
        MissedTrip = new("missed_trip", .05, TimeSpan.FromHours(2), "entry", "10.4");
}
