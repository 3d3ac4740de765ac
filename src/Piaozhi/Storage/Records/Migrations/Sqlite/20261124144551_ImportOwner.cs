using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Piaozhi.Storage.Records.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ImportOwner : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "owner",
                table: "listen_import",
                type: "TEXT",
                nullable: false,
                defaultValue: "");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "owner",
                table: "listen_import");
        }
    }
}
