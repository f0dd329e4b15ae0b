/* The quotations of an analysis: filters, a list, the article of the one chosen, corrections. */
const STEP = 60;
const NEW = "\u0000new", NOBODY = "\u0000nobody", ALL = "\u0000all";

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) { node.className = className; }
  if (text !== undefined) { node.textContent = text; }
  return node;
}

function field(name, control) {
  const label = make("label", "", name);
  control.setAttribute("aria-label", name);
  label.appendChild(control);
  return label;
}

function fill(select, options, chosen) {
  const wanted = chosen === undefined ? select.value : chosen;
  select.replaceChildren(...options.map(([value, words]) => {
    const option = make("option", "", words);
    option.value = value;
    return option;
  }));
  select.value = options.some(([value]) => value === wanted) ? wanted : options[0][0];
}

function render({ model, el }) {
  const root = make("div", "newsan-explorer");
  const filters = make("div", "filters"), panes = make("div", "panes");
  const words = make("input"), actor = make("select"), act = make("select"), topic = make("select");
  const from = make("input"), to = make("input"), clear = make("button", "", "Clear");
  words.type = "search"; from.type = "date"; to.type = "date"; clear.type = "button";
  filters.append(field("Words", words), field("Actor", actor), field("Act", act), field("Topic", topic),
    field("From", from), field("To", to), clear);
  const left = make("div"), pane = make("div"), list = make("ol"), count = make("p"), more = make("button", "", "Show more");
  more.type = "button"; count.setAttribute("role", "status"); list.setAttribute("aria-label", "Quotations");
  left.append(list, count, more);
  const fix = make("div", "fix"), newActor = make("select"), name = make("input"), newAct = make("select");
  const undo = make("button", "undo", "Undo"), title = make("h4"), text = make("div", "text"), status = make("p", "status");
  name.placeholder = "full name, then Enter"; name.type = "text"; undo.type = "button";
  text.tabIndex = 0; text.setAttribute("role", "region"); text.setAttribute("aria-label", "The article");
  text.dir = "auto"; status.setAttribute("role", "status");
  const nameField = field("Their name", name);
  const coder = model.get("coder"), word = coder ? "coded" : "corrected";
  const hide = make("input"), right = make("button", "confirm", "Both are right");
  hide.type = "checkbox"; right.type = "button";
  fix.append(field("Actor is", newActor), nameField, field("Act is", newAct), ...(coder ? [right] : []), undo);
  if (coder) { filters.append(field("Hide what newsan says", hide)); }
  pane.append(fix, title, text, status);
  panes.append(left, pane); root.append(filters, panes); el.appendChild(root);

  let chosen = null, shown = STEP;
  const rows = () => model.get("rows");
  const row = () => rows().find((r) => r.id === chosen);
  const all = (words) => [[ALL, words]];
  /* What a coder has said is theirs to see; the rest is newsan's. */
  const seen = (r, what) => !hide.checked || r.corrected.includes(what);

  function fits(r) {
    const search = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const has = (r.text + " " + (seen(r, "actor") ? r.actor : "") + " " + r.article).toLowerCase();
    return (actor.value === ALL || actor.value === (r.actor_id || NOBODY)) &&
      (act.value === ALL || act.value === r.act) &&
      (topic.value === ALL || r.topics.includes(topic.value)) &&
      (!from.value || (r.day && r.day >= from.value)) && (!to.value || (r.day && r.day <= to.value)) &&
      search.every((word) => has.includes(word));
  }

  function drawList() {
    const found = rows().filter(fits);
    const focused = list.contains(el.ownerDocument.activeElement);
    list.replaceChildren(...found.slice(0, shown).map((r) => {
      const item = make("li"), button = make("button");
      button.type = "button";
      button.dataset.id = r.id;
      button.setAttribute("aria-current", r.id === chosen ? "true" : "false");
      button.append(make("strong", "", seen(r, "actor") ? r.actor : "?"), make("span", "", ": " + r.text));
      const small = make("small", "", [r.said_on, seen(r, "act") && r.act, r.kind].filter(Boolean).join(" · "));
      if (r.corrected.length) { small.appendChild(make("span", "fixed", " · " + word + ": " + r.corrected.join(", "))); }
      button.appendChild(small);
      button.addEventListener("click", () => choose(r.id));
      item.appendChild(button);
      return item;
    }));
    if (focused && chosen) {
      const again = list.querySelector("[aria-current=true]");
      if (again) { again.focus(); }
    }
    count.textContent = Math.min(shown, found.length) + " shown of " + found.length + " that fit, " + rows().length + " in all.";
    more.hidden = found.length <= shown;
  }

  function drawFix() {
    const r = row();
    fix.hidden = false;
    [newActor, newAct].forEach((control) => { control.disabled = !r; });
    const open = hide.checked ? [[ALL, "?"]] : [], shows = (what, value) => r && !seen(r, what) ? ALL : value;
    fill(newActor, [...open, [NOBODY, "nobody known"], ...model.get("actors"), [NEW, "somebody else …"]],
      shows("actor", r ? r.actor_id || NOBODY : NOBODY));
    fill(newAct, [...open, ["", "none"], ...model.get("acts").map((a) => [a, a])], shows("act", r ? r.act || "" : ""));
    right.disabled = !r || !seen(r, "actor") || !seen(r, "act");
    nameField.hidden = true;
    nameField.style.display = "none";
    undo.disabled = !model.get("can_undo");
    status.textContent = model.get("status");
  }

  function drawFilters() {
    const quoted = new Map(rows().filter((r) => r.actor_id).map((r) => [r.actor_id, r.actor]));
    const names = [...quoted].sort((a, b) => a[1].localeCompare(b[1]));
    const unknown = rows().some((r) => !r.actor_id) ? [[NOBODY, "nobody known"]] : [];
    fill(actor, [...all("all"), ...names, ...unknown]);
    fill(act, [...all("all"), ...model.get("acts").map((a) => [a, a])]);
    fill(topic, [...all("all"), ...model.get("topics")]);
  }

  function drawArticle() {
    const article = model.get("article");
    if (!article.parts || article.id !== chosen) { return; }
    title.textContent = article.title;
    text.replaceChildren(...article.parts.map(([part, kind]) =>
      kind === "plain" || (kind !== "quotation" && !seen(row(), "actor")) ? document.createTextNode(part) : make("mark", kind, part)));
    const mark = text.querySelector("mark.quotation");
    if (mark) { text.scrollTop = Math.max(0, mark.offsetTop - text.offsetTop - 60); }
  }

  function choose(id) {
    chosen = id;
    model.send({ do: "show", id });
    drawList();
    drawFix();
    drawArticle();
  }

  function correct(what) { model.send({ do: "correct", id: chosen, ...what }); }

  [words, actor, act, topic, from, to].forEach((control) =>
    control.addEventListener("input", () => { shown = STEP; drawList(); }));
  hide.addEventListener("input", () => {
    [actor, act].forEach((control) => { control.value = ALL; control.disabled = hide.checked; });
    drawList();
    drawFix();
    drawArticle();
  });
  right.addEventListener("click", () => model.send({ do: "confirm", id: chosen }));
  clear.addEventListener("click", () => {
    [words, from, to].forEach((control) => { control.value = ""; });
    [actor, act, topic].forEach((control) => { control.value = ALL; });
    shown = STEP;
    drawList();
  });
  more.addEventListener("click", () => { shown += STEP; drawList(); });
  newActor.addEventListener("change", () => {
    const isNew = newActor.value === NEW;
    nameField.hidden = !isNew;
    nameField.style.display = isNew ? "" : "none";
    if (isNew) { name.value = ""; name.focus(); return; }
    if (newActor.value !== ALL) { correct({ field: "actor", value: newActor.value === NOBODY ? null : newActor.value }); }
  });
  name.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter" && name.value.trim()) { correct({ field: "actor", value: null, name: name.value }); }
  });
  newAct.addEventListener("change", () => { if (newAct.value && newAct.value !== ALL) { correct({ field: "act", value: newAct.value }); } });
  undo.addEventListener("click", () => model.send({ do: "undo" }));
  /* A notebook's own shortcuts must not hear what is typed here. */
  root.addEventListener("keydown", (event) => event.stopPropagation());

  const redraw = () => { drawFilters(); drawList(); drawFix(); };
  model.on("change:rows", redraw);
  model.on("change:status", drawFix);
  model.on("change:can_undo", drawFix);
  model.on("change:article", drawArticle);
  redraw();
  text.textContent = "Choose a quotation to read it in its article.";
  return () => { model.off("change:rows", redraw); };
}

export default { render };
