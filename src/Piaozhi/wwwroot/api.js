// The page of the API: everything it needs comes from this address, and it calls nobody else.
Scalar.createApiReference('#app', {
  url: '/openapi/v1.json',
  withDefaultFonts: false,
  telemetry: false,
  authentication: { preferredSecurityScheme: 'token' },
  hideClientButton: true,
  showDeveloperTools: 'never',
  mcp: { disabled: true },
  agent: { disabled: true },
  documentDownloadType: 'json',
  defaultOpenAllTags: false,
  hideModels: true,
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  customCss: `
    :root { --scalar-font: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif; --scalar-radius: 6px; }
    .light-mode { --scalar-color-accent: #0b726d; } .dark-mode { --scalar-color-accent: #55c2ba; }`,
});
