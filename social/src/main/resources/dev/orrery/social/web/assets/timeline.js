// What the pages gain where scripts run: a counter of the characters left, and a timeline that keeps itself up to date.

const REFRESH_MILLIS = 4000;

function countCharacters(composer) {
  const text = composer.querySelector("textarea");
  const output = composer.querySelector("output");
  const allowed = Number(output.dataset.left);
  const show = () => {
    const left = allowed - [...text.value].length; // code points, as the service counts
    output.textContent = left;
    output.classList.toggle("over", left < 0);
  };
  text.addEventListener("input", show);
  show();
}

async function refresh() {
  const timeline = document.getElementById("timeline");
  if (!timeline || document.hidden || location.search) {
    return;
  }
  try {
    const response = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) {
      return;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("timeline");
    if (fresh && fresh.innerHTML !== timeline.innerHTML) {
      timeline.replaceWith(fresh);
    }
  } catch {
    // The next round tries again.
  }
}

document.querySelectorAll("form.composer").forEach(countCharacters);
setInterval(refresh, REFRESH_MILLIS);
