// Extension HcmWidget: the member behind one candidate of an applicant tracking system.
window.IN.extension("HcmWidget", (placeholder) => {
  const given = placeholder.dataset;
  const applyConnect = ["liJobApplicationId", "atsJobPostingId", "applicantEmail", "liApplicantProfileUrl"];
  const context = /^urn:li:(organization|contract):\d{1,18}$/;
  const spelled = (name) => "data-" + name.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase());

  for (const name of applyConnect.filter((one) => one in given)) {
    console.warn("HcmWidget: " + spelled(name) + " belongs to Apply Connect, which this sandbox does not imitate; it is ignored.");
  }

  const missing = ["widgetType", "atsCandidateId", "integrationContext"].filter((one) => !given[one]?.trim());
  const switches = ["showUnlinkUrl", "confirmUnlink"].filter((one) => one in given && !["true", "false"].includes(given[one]));
  const problems = missing.map((one) => spelled(one) + " is missing");
  if (given.widgetType && given.widgetType !== "ATS") {
    problems.push("data-widget-type must be ATS, not '" + given.widgetType + "'");
  }
  if (given.integrationContext && !context.test(given.integrationContext.trim())) {
    problems.push("data-integration-context must be a URN such as urn:li:organization:7001");
  }
  if (given.integrationContract && !/^urn:li:contract:\d{1,18}$/.test(given.integrationContract.trim())) {
    problems.push("data-integration-contract must be a URN such as urn:li:contract:5501");
  }
  problems.push(...switches.map((one) => spelled(one) + " must be true or false"));
  if (problems.length) {
    problems.forEach((one) => window.IN.refuse("HcmWidget: " + one));
    return;
  }

  const parameters = {
    candidate: given.atsCandidateId.trim(),
    context: given.integrationContext.trim(),
    contract: given.integrationContract?.trim(),
    unlink: given.showUnlinkUrl,
    confirm: given.confirmUnlink,
  };
  window.IN.open(placeholder, "/xdoor/widgets/profile", parameters, "Recruiter profile (sandbox)", {
    linked: (person) => window.IN.call(given.onlink, person),
    unlinked: (person) => window.IN.call(given.onunlink, person),
    problem: (reason) => window.IN.refuse("HcmWidget: " + reason),
  });
});
