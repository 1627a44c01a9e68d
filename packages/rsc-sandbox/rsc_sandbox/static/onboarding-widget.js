// Extension ATSIntegrationWidget: an admin of Recruiter requests the integrations of an applicant tracking system.
window.IN.extension("ATSIntegrationWidget", (placeholder) => {
  const types = placeholder.dataset.supportedBundledIntegrationTypes;
  const callback = placeholder.dataset.onintegrate;
  window.IN.open(placeholder, "/xdoor/widgets/onboarding", { types }, "Recruiter integrations (sandbox)", {
    integrated: (integrations) => window.IN.call(callback, integrations),
  });
});
