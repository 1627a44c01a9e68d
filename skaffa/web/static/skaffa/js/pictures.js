// Draws the table of each figure as bars (upon each other), groups (of bars beside each other) or lines of seconds; colours and names come from its legend, so they follow the page.
(() => {
  const language = document.documentElement.lang || "en";
  const number = (value, options) => new Intl.NumberFormat(language, options).format(value);
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400, 172800];
  const lasted = (seconds) => {
    const [unit, size] = units.find(([, size]) => seconds >= size) ?? units.at(-1);
    return number(seconds / size, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 });
  };
  const value = (cell) => (cell.value === "" ? null : Number(cell.value));

  function draw(figure) {
    const bars = figure.dataset.picture !== "lines", stacked = figure.dataset.picture === "bars";
    const rows = [...figure.querySelectorAll("tbody tr")];
    const { color, borderColor } = getComputedStyle(figure.querySelector(".picture-place"));
    const datasets = [...figure.querySelectorAll(".series-names > li")].map((item, series) => {
      const colour = getComputedStyle(item.firstElementChild).color;
      const data = rows.map((row) => value(row.querySelectorAll("data")[series]));
      return { label: item.textContent.trim(), data, borderColor: colour, backgroundColor: colour, borderWidth: bars ? 0 : 2, pointRadius: 2, order: series };
    });
    const most = Math.max(1, ...datasets.flatMap((set) => set.data));
    const said = bars ? (many) => number(many) : lasted;
    const stepSize = bars ? undefined : steps.find((step) => most / step <= 5);
    return new Chart(figure.querySelector("canvas"), {
      type: bars ? "bar" : "line",
      data: { labels: rows.map((row) => row.cells[0].textContent.trim()), datasets },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        plugins: { legend: { display: false }, tooltip: { callbacks: { label: ({ dataset, raw }) => `${dataset.label}: ${said(raw)}` } } },
        scales: {
          x: { stacked, grid: { display: false }, border: { color: borderColor }, ticks: { color, maxRotation: rows.length > 8 ? 0 : 40, autoSkip: rows.length > 8, autoSkipPadding: 16 } },
          y: { stacked, beginAtZero: true, suggestedMax: most, grid: { color: borderColor }, border: { display: false }, ticks: { color, precision: 0, stepSize, maxTicksLimit: 6, callback: said } },
        },
      },
    });
  }

  const figures = [...document.querySelectorAll("[data-picture]")];
  let drawn = figures.map(draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    drawn.forEach((chart) => chart.destroy());
    drawn = figures.map(draw);
  });
})();
