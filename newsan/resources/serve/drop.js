/* Files dropped onto the page, or chosen, go to newsan on this machine; their report opens. */
const byId = (id) => document.getElementById(id);
const most = Number(byId("drop").dataset.most);

function tell(words) { byId("told").textContent = words; }

function packed(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done({ name: file.name, data: reader.result.split(",")[1] ?? "" });
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}

async function send(files) {
  if (!files.length) { return; }
  if (files.reduce((sum, file) => sum + file.size, 0) > most) {
    tell(`${Math.floor(most / 1e6)} MB of articles at once are the most.`);
    return;
  }
  tell("Reading…");
  try {
    const body = JSON.stringify(await Promise.all(files.map(packed)));
    const answer = await fetch("/dropped", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    const told = await answer.text();
    if (answer.ok) { location.assign(told); } else { tell(told); }
  } catch (error) {
    tell(`That did not work: ${error.message}`);
  }
}

byId("files").addEventListener("change", (event) => send([...event.target.files]));
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  send([...event.dataTransfer.files]);
});
