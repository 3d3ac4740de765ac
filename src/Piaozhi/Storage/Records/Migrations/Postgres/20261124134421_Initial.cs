using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Piaozhi.Storage.Records.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "access_account",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    roles = table.Column<string>(type: "text", nullable: false),
                    outlets = table.Column<string>(type: "text", nullable: true),
                    department = table.Column<string>(type: "text", nullable: true),
                    disabled = table.Column<bool>(type: "boolean", nullable: false),
                    one_time = table.Column<bool>(type: "boolean", nullable: false),
                    one_time_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    last_sign_in_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    external = table.Column<bool>(type: "boolean", nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: true),
                    normalized_user_name = table.Column<string>(type: "text", nullable: true),
                    email = table.Column<string>(type: "text", nullable: true),
                    normalized_email = table.Column<string>(type: "text", nullable: true),
                    email_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    security_stamp = table.Column<string>(type: "text", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true),
                    phone_number = table.Column<string>(type: "text", nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_account", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_account_claim",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<string>(type: "text", nullable: true),
                    claim_type = table.Column<string>(type: "text", nullable: true),
                    claim_value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_account_claim", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_account_login",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    provider_key = table.Column<string>(type: "text", nullable: false),
                    provider_display_name = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_account_login", x => new { x.login_provider, x.provider_key });
                });

            migrationBuilder.CreateTable(
                name: "access_account_token",
                columns: table => new
                {
                    user_id = table.Column<string>(type: "text", nullable: false),
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_account_token", x => new { x.user_id, x.login_provider, x.name });
                });

            migrationBuilder.CreateTable(
                name: "access_audit",
                columns: table => new
                {
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    roles = table.Column<string>(type: "text", nullable: false),
                    origin = table.Column<string>(type: "text", nullable: false),
                    entity = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    changes = table.Column<string>(type: "text", nullable: false),
                    previous = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_audit", x => x.seq);
                });

            migrationBuilder.CreateTable(
                name: "access_token",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    prefix = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    scopes = table.Column<string>(type: "text", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: false),
                    owner_name = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_token", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_token_use",
                columns: table => new
                {
                    token_id = table.Column<string>(type: "text", nullable: false),
                    last_used_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_token_use", x => x.token_id);
                });

            migrationBuilder.CreateTable(
                name: "detect_alert_delivery",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    route_id = table.Column<string>(type: "text", nullable: false),
                    to = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    message = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    error = table.Column<string>(type: "text", nullable: false),
                    sent_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_detect_alert_delivery", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "detect_alert_route",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    recipients = table.Column<string>(type: "text", nullable: false),
                    roles = table.Column<string>(type: "text", nullable: false),
                    address = table.Column<string>(type: "text", nullable: true),
                    address_hint = table.Column<string>(type: "text", nullable: false),
                    secret = table.Column<string>(type: "text", nullable: true),
                    language = table.Column<string>(type: "text", nullable: false),
                    within = table.Column<string>(type: "text", nullable: false),
                    named = table.Column<bool>(type: "boolean", nullable: false),
                    least_cases = table.Column<long>(type: "bigint", nullable: false),
                    digest_at = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    quiet_from = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    quiet_to = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    paused = table.Column<bool>(type: "boolean", nullable: false),
                    since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_detect_alert_route", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "detect_signal",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    indicator = table.Column<string>(type: "text", nullable: false),
                    slice = table.Column<string>(type: "text", nullable: false),
                    start = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    end = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    detected_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    sign = table.Column<int>(type: "integer", nullable: false),
                    bad = table.Column<bool>(type: "boolean", nullable: false),
                    observed = table.Column<double>(type: "double precision", nullable: false),
                    expected = table.Column<double>(type: "double precision", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    excess = table.Column<double>(type: "double precision", nullable: false),
                    q_value = table.Column<double>(type: "double precision", nullable: false),
                    chart = table.Column<string>(type: "text", nullable: false),
                    rules = table.Column<string>(type: "text", nullable: false),
                    label = table.Column<string>(type: "text", nullable: true),
                    still_found = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_detect_signal", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "diagnose_analysis",
                columns: table => new
                {
                    problem_id = table.Column<string>(type: "text", nullable: false),
                    names = table.Column<string>(type: "text", nullable: false),
                    tree = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_diagnose_analysis", x => x.problem_id);
                });

            migrationBuilder.CreateTable(
                name: "diagnose_analysis_step",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    problem_id = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    about = table.Column<string>(type: "text", nullable: false),
                    before = table.Column<string>(type: "text", nullable: false),
                    undone = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_diagnose_analysis_step", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "diagnose_comment",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    problem_id = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false),
                    author_name = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_diagnose_comment", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "diagnose_mention",
                columns: table => new
                {
                    problem_id = table.Column<string>(type: "text", nullable: false),
                    feedback_id = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    taxonomy = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    weight = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_diagnose_mention", x => new { x.problem_id, x.feedback_id });
                });

            migrationBuilder.CreateTable(
                name: "diagnose_problem",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    title_zh = table.Column<string>(type: "text", nullable: false),
                    title_en = table.Column<string>(type: "text", nullable: false),
                    slice = table.Column<string>(type: "text", nullable: false),
                    indicator = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    detected_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    activity = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    taxonomy = table.Column<string>(type: "text", nullable: true),
                    cases = table.Column<long>(type: "bigint", nullable: false),
                    customers = table.Column<long>(type: "bigint", nullable: false),
                    amount = table.Column<decimal>(type: "numeric", nullable: false),
                    confidence = table.Column<double>(type: "double precision", nullable: false),
                    indicators = table.Column<string>(type: "text", nullable: false),
                    mentions = table.Column<long>(type: "bigint", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: false),
                    signals = table.Column<string>(type: "text", nullable: false),
                    still_found = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_diagnose_problem", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "diagnose_work",
                columns: table => new
                {
                    problem_id = table.Column<string>(type: "text", nullable: false),
                    owner_id = table.Column<string>(type: "text", nullable: true),
                    owner_name = table.Column<string>(type: "text", nullable: true),
                    dismissal = table.Column<string>(type: "text", nullable: true),
                    dismissed_by = table.Column<string>(type: "text", nullable: true),
                    dismissed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    merged_into = table.Column<string>(type: "text", nullable: true),
                    split_from = table.Column<string>(type: "text", nullable: true),
                    split_signals = table.Column<string>(type: "text", nullable: false),
                    outlets = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_diagnose_work", x => x.problem_id);
                });

            migrationBuilder.CreateTable(
                name: "host_setting",
                columns: table => new
                {
                    key = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_host_setting", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "improve_action",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    improvement_id = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: false),
                    owner_id = table.Column<string>(type: "text", nullable: true),
                    due = table.Column<DateOnly>(type: "date", nullable: false),
                    indicator = table.Column<string>(type: "text", nullable: false),
                    expected = table.Column<int>(type: "integer", nullable: false),
                    expected_change = table.Column<double>(type: "double precision", nullable: false),
                    scope = table.Column<string>(type: "text", nullable: false),
                    main = table.Column<bool>(type: "boolean", nullable: false),
                    started_on = table.Column<DateOnly>(type: "date", nullable: true),
                    withdrawn_on = table.Column<DateOnly>(type: "date", nullable: true),
                    done = table.Column<bool>(type: "boolean", nullable: false),
                    done_on = table.Column<DateOnly>(type: "date", nullable: true),
                    proof = table.Column<int>(type: "integer", nullable: false),
                    decidable_on = table.Column<DateOnly>(type: "date", nullable: true),
                    deleted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_improve_action", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "improve_attachment",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    improvement_id = table.Column<string>(type: "text", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    content_type = table.Column<string>(type: "text", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false),
                    author_id = table.Column<string>(type: "text", nullable: false),
                    deleted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_improve_attachment", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "improve_comment",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    improvement_id = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false),
                    author_id = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    edited_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    deleted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_improve_comment", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "improve_improvement",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    method = table.Column<int>(type: "integer", nullable: false),
                    step = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    problem_id = table.Column<string>(type: "text", nullable: true),
                    owner = table.Column<string>(type: "text", nullable: false),
                    owner_id = table.Column<string>(type: "text", nullable: true),
                    opened_on = table.Column<DateOnly>(type: "date", nullable: false),
                    due = table.Column<DateOnly>(type: "date", nullable: true),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    closing = table.Column<int>(type: "integer", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    indicator = table.Column<string>(type: "text", nullable: false),
                    scope = table.Column<string>(type: "text", nullable: false),
                    spike_from = table.Column<DateOnly>(type: "date", nullable: true),
                    spike_to = table.Column<DateOnly>(type: "date", nullable: true),
                    problem = table.Column<string>(type: "text", nullable: false),
                    baseline = table.Column<string>(type: "text", nullable: false),
                    containment = table.Column<string>(type: "text", nullable: false),
                    cause = table.Column<string>(type: "text", nullable: false),
                    cause_evidence = table.Column<string>(type: "text", nullable: false),
                    prevention = table.Column<string>(type: "text", nullable: false),
                    lesson = table.Column<string>(type: "text", nullable: false),
                    team = table.Column<string>(type: "text", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    deleted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_improve_improvement", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "listen_import",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    via = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    files_json = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: true),
                    mapping = table.Column<string>(type: "text", nullable: true),
                    accepted = table.Column<long>(type: "bigint", nullable: false),
                    duplicates = table.Column<long>(type: "bigint", nullable: false),
                    rejected = table.Column<long>(type: "bigint", nullable: false),
                    seen = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listen_import", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "listen_intake",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    via = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    accepted = table.Column<long>(type: "bigint", nullable: false),
                    duplicates = table.Column<long>(type: "bigint", nullable: false),
                    rejected = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listen_intake", x => new { x.day, x.via, x.kind });
                });

            migrationBuilder.CreateTable(
                name: "listen_mapping",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    json = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false),
                    used_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    uses = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listen_mapping", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "listen_removal",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    why = table.Column<string>(type: "text", nullable: false),
                    rows = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listen_removal", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "loop_trail",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    of = table.Column<string>(type: "text", nullable: false),
                    to = table.Column<string>(type: "text", nullable: true),
                    code = table.Column<string>(type: "text", nullable: false),
                    args = table.Column<string>(type: "text", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_loop_trail", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measure_indicator",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: true),
                    body = table.Column<string>(type: "text", nullable: false),
                    retired = table.Column<bool>(type: "boolean", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    by_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_measure_indicator", x => new { x.code, x.version });
                });

            migrationBuilder.CreateTable(
                name: "standardize_lesson",
                columns: table => new
                {
                    improvement_id = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    problem = table.Column<string>(type: "text", nullable: false),
                    cause = table.Column<string>(type: "text", nullable: false),
                    actions = table.Column<string>(type: "text", nullable: false),
                    effect_zh = table.Column<string>(type: "text", nullable: false),
                    effect_en = table.Column<string>(type: "text", nullable: false),
                    conditions = table.Column<string>(type: "text", nullable: false),
                    documents = table.Column<string>(type: "text", nullable: false),
                    worked = table.Column<bool>(type: "boolean", nullable: false),
                    lost_since = table.Column<DateOnly>(type: "date", nullable: true),
                    indicators = table.Column<string>(type: "text", nullable: false),
                    taxonomy = table.Column<string>(type: "text", nullable: false),
                    slice = table.Column<string>(type: "text", nullable: false),
                    learned_on = table.Column<DateOnly>(type: "date", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_standardize_lesson", x => x.improvement_id);
                });

            migrationBuilder.CreateTable(
                name: "verify_effect",
                columns: table => new
                {
                    action_id = table.Column<string>(type: "text", nullable: false),
                    indicator = table.Column<string>(type: "text", nullable: false),
                    method = table.Column<int>(type: "integer", nullable: false),
                    estimate = table.Column<double>(type: "double precision", nullable: true),
                    low = table.Column<double>(type: "double precision", nullable: true),
                    high = table.Column<double>(type: "double precision", nullable: true),
                    verdict = table.Column<int>(type: "integer", nullable: false),
                    why_zh = table.Column<string>(type: "text", nullable: false),
                    why_en = table.Column<string>(type: "text", nullable: false),
                    decidable_on = table.Column<DateOnly>(type: "date", nullable: true),
                    path = table.Column<string>(type: "text", nullable: false),
                    caveats = table.Column<string>(type: "text", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    fingerprint = table.Column<string>(type: "text", nullable: false),
                    watch_until = table.Column<DateOnly>(type: "date", nullable: true),
                    watched_on = table.Column<DateOnly>(type: "date", nullable: true),
                    lost_since = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_verify_effect", x => x.action_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_access_account_normalized_user_name",
                table: "access_account",
                column: "normalized_user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_access_account_claim_user_id",
                table: "access_account_claim",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_access_account_login_user_id",
                table: "access_account_login",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_access_audit_entity_key",
                table: "access_audit",
                columns: new[] { "entity", "key" });

            migrationBuilder.CreateIndex(
                name: "ix_access_token_hash",
                table: "access_token",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_detect_alert_delivery_route_id_subject",
                table: "detect_alert_delivery",
                columns: new[] { "route_id", "subject" });

            migrationBuilder.CreateIndex(
                name: "ix_detect_alert_delivery_state_due_at",
                table: "detect_alert_delivery",
                columns: new[] { "state", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_detect_signal_indicator_start",
                table: "detect_signal",
                columns: new[] { "indicator", "start" });

            migrationBuilder.CreateIndex(
                name: "ix_diagnose_analysis_step_problem_id",
                table: "diagnose_analysis_step",
                column: "problem_id");

            migrationBuilder.CreateIndex(
                name: "ix_diagnose_comment_problem_id",
                table: "diagnose_comment",
                column: "problem_id");

            migrationBuilder.CreateIndex(
                name: "ix_diagnose_mention_feedback_id",
                table: "diagnose_mention",
                column: "feedback_id");

            migrationBuilder.CreateIndex(
                name: "ix_improve_action_due",
                table: "improve_action",
                column: "due");

            migrationBuilder.CreateIndex(
                name: "ix_improve_action_improvement_id",
                table: "improve_action",
                column: "improvement_id");

            migrationBuilder.CreateIndex(
                name: "ix_improve_attachment_improvement_id",
                table: "improve_attachment",
                column: "improvement_id");

            migrationBuilder.CreateIndex(
                name: "ix_improve_comment_improvement_id",
                table: "improve_comment",
                column: "improvement_id");

            migrationBuilder.CreateIndex(
                name: "ix_improve_improvement_problem_id",
                table: "improve_improvement",
                column: "problem_id");

            migrationBuilder.CreateIndex(
                name: "ix_listen_import_started_at",
                table: "listen_import",
                column: "started_at");

            migrationBuilder.CreateIndex(
                name: "ix_listen_removal_at",
                table: "listen_removal",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_loop_trail_of",
                table: "loop_trail",
                column: "of");

            migrationBuilder.CreateIndex(
                name: "ix_loop_trail_to",
                table: "loop_trail",
                column: "to");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_account");

            migrationBuilder.DropTable(
                name: "access_account_claim");

            migrationBuilder.DropTable(
                name: "access_account_login");

            migrationBuilder.DropTable(
                name: "access_account_token");

            migrationBuilder.DropTable(
                name: "access_audit");

            migrationBuilder.DropTable(
                name: "access_token");

            migrationBuilder.DropTable(
                name: "access_token_use");

            migrationBuilder.DropTable(
                name: "detect_alert_delivery");

            migrationBuilder.DropTable(
                name: "detect_alert_route");

            migrationBuilder.DropTable(
                name: "detect_signal");

            migrationBuilder.DropTable(
                name: "diagnose_analysis");

            migrationBuilder.DropTable(
                name: "diagnose_analysis_step");

            migrationBuilder.DropTable(
                name: "diagnose_comment");

            migrationBuilder.DropTable(
                name: "diagnose_mention");

            migrationBuilder.DropTable(
                name: "diagnose_problem");

            migrationBuilder.DropTable(
                name: "diagnose_work");

            migrationBuilder.DropTable(
                name: "host_setting");

            migrationBuilder.DropTable(
                name: "improve_action");

            migrationBuilder.DropTable(
                name: "improve_attachment");

            migrationBuilder.DropTable(
                name: "improve_comment");

            migrationBuilder.DropTable(
                name: "improve_improvement");

            migrationBuilder.DropTable(
                name: "listen_import");

            migrationBuilder.DropTable(
                name: "listen_intake");

            migrationBuilder.DropTable(
                name: "listen_mapping");

            migrationBuilder.DropTable(
                name: "listen_removal");

            migrationBuilder.DropTable(
                name: "loop_trail");

            migrationBuilder.DropTable(
                name: "measure_indicator");

            migrationBuilder.DropTable(
                name: "standardize_lesson");

            migrationBuilder.DropTable(
                name: "verify_effect");
        }
    }
}
