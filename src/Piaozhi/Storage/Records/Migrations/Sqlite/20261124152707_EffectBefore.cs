using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Piaozhi.Storage.Records.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class EffectBefore : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "before",
                table: "verify_effect",
                type: "TEXT",
                nullable: false,
                defaultValue: "");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "before",
                table: "verify_effect");
        }
    }
}
