namespace Piaozhi.Tests.Listen;

/// <summary>Exports as other systems write them, each a few rows of our own, of the six shapes that have a mapping in the box.</summary>
public static class Exports
{
    public const string Hotline = """
        通话ID,呼入时间,主叫,队列,IVR路径,排队时长(秒),应答时间,坐席工号,通话时长(秒),挂断方,挂断原因,满意度按键,工单号
        H-1,2026-03-02 09:00:00,136****1111,改签,2>1,20,2026-03-02 09:00:20,A88,95,坐席,正常,4,W1
        H-2,2026-03-02 09:05:00,137****2222,退票,2>3,48,,,0,客户,排队放弃,,
        合计,,,,,68,,,95,,,,

        """;

    public const string Gate = """
        设备编号,站点,闸机组,通行时间,方向,介质,票号,核验方式,结果,失败原因,比对分值,耗时(毫秒),转人工
        N2-1,南广场,北口,2026-03-02 07:30:00,进,身份证,票-71,人脸1:1,成功,,91.5,1800,否
        N2-1,南广场,北口,2026-03-02 07:30:08,进,身份证,票-72,人脸1:1,失败,证件过期,60.2,4300,是
        N2-2,南广场,北口,2026/3/2 7:31,出,手机,票-73,二维码,失败,已检过,,900,否

        """;

    public const string Window = """
        网点,窗口,取号时间,叫号时间,开始办理,结束办理,业务类型,工号,票数,金额,评价
        南广场,5号,2026-03-02 10:00:00,2026-03-02 10:07:00,2026-03-02 10:07:15,2026-03-02 10:09:40,改签,K07,2,88.50,5
        南广场,6号,2026-03-02 10:01:00,2026-03-02 10:20:00,,,退票,K08,,,
        合计,,,,,,,,2,88.50,

        """;

    public const string Payment = """
        商户订单号,支付渠道,发起时间,完成时间,金额(分),结果,渠道错误码,支付流水号
        P-1,微信支付,2026-03-02 11:00:00,2026-03-02 11:00:09,8850,成功,,4200001
        P-2,银联,2026-03-02 11:00:05,,12000,超时,TIMEOUT,

        """;

    public const string QueueLog = """
        1772416800|1772416800.7|REFUND|NONE|ENTERQUEUE||13600001111|1
        1772416812|1772416800.7|REFUND|Agent/21|CONNECT|12|1772416810.8|2
        1772416900|1772416800.7|REFUND|Agent/21|COMPLETEAGENT|12|88|1
        1772417000|1772417000.9|REFUND|NONE|ENTERQUEUE||13700002222|2
        1772417041|1772417000.9|REFUND|NONE|ABANDON|2|2|41

        """;

    public const string Play = "Package Name,App Version Code,App Version Name,Reviewer Language,Device,Review Submit Date and Time,Review Submit Millis Since Epoch,Review Last Update Date and Time,Review Last Update Millis Since Epoch,Star Rating,Review Title,Review Text,Developer Reply Date and Time,Developer Reply Millis Since Epoch,Developer Reply Text,Review Link\n"
        + "com.example,61,6.1,zh-CN,pixel,2026-03-02T04:00:00Z,1772424000000,2026-03-02T04:00:00Z,1772424000000,1,,\"付款后一直转圈\n客服说\"\"等等\"\"\",,,,https://play.google.com/console/review?reviewId=own-1\n"
        + "com.example,61,6.1,en,pixel,2026-03-03T05:30:00Z,1772515800000,2026-03-03T05:30:00Z,1772515800000,5,,Fast and easy,,,,https://play.google.com/console/review?reviewId=own-2\n";
}
