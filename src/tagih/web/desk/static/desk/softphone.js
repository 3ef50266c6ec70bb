// A softphone: registered at the exchange, taking what it rings at once, for as long as the page lives.
// It knows nothing of cases; `tell(name)` hears: connecting, registered, up, lost, refused.

const KEPT = "tagih-phone";
const AGAIN_MS = 1500;
const LOOK_MS = 2000;

export const wishes = () => ({ mic: "", ear: "", clean: true, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") });
export function wish(changes) {
  localStorage.setItem(KEPT, JSON.stringify({ ...wishes(), ...changes }));
}

export class Softphone {
  constructor({ websocket, account, password, sound, tell, quality }) {
    Object.assign(this, { websocket, account, password, sound, tell, quality });
    this.session = null;
    this.isMuted = false;
    this.isOver = false;
  }

  async start() {
    this.tell("connecting");
    this.sip = await import("../vendor/sip/index.js");
    const { UserAgent, Registerer } = this.sip;
    this.agent = new UserAgent({
      uri: UserAgent.makeURI(`sip:${this.account}@tagih`),
      authorizationUsername: this.account,
      authorizationPassword: this.password,
      logBuiltinEnabled: false,
      transportOptions: { server: this.websocket, keepAliveInterval: 15 },
      sessionDescriptionHandlerFactoryOptions: { iceGatheringTimeout: 800, peerConnectionConfiguration: { iceServers: [] } },
      delegate: {
        onInvite: (invitation) => this.take(invitation),
        onDisconnect: (error) => { if (error || !this.isOver) this.again(); },
      },
    });
    this.registerer = new Registerer(this.agent, { expires: 120 });
    addEventListener("online", () => this.again());
    this.watch = setInterval(() => this.look(), LOOK_MS);
    await this.link();
  }

  // Connects and registers; whatever fails is tried again, and a call in progress goes on meanwhile.
  async link() {
    clearTimeout(this.timer);
    if (this.isOver) return;
    try {
      if (!this.agent.isConnected()) await (this.agent.state === "Started" ? this.agent.reconnect() : this.agent.start());
      await this.registerer.register({
        requestDelegate: {
          onAccept: () => this.tell(this.session ? "up" : "registered"),
          onReject: () => this.again(), // the engine makes the account a moment after the agent sat down
        },
      });
    } catch {
      this.again();
    }
  }

  again() {
    clearTimeout(this.timer);
    if (this.isOver) return;
    if (!this.agent.isConnected()) this.tell("lost");
    this.timer = setTimeout(() => this.link(), AGAIN_MS);
  }

  constraints() {
    const { mic, clean } = wishes();
    return {
      audio: { echoCancellation: clean, noiseSuppression: clean, autoGainControl: clean, ...(mic ? { deviceId: { exact: mic } } : {}) },
      video: false,
    };
  }

  async take(invitation) {
    if (this.session && this.session !== invitation) {
      const before = this.session;
      this.session = null;
      before.bye?.().catch(() => {}); // rung again: the leg before is lost
    }
    this.session = invitation;
    invitation.stateChange.addListener((state) => {
      if (state === "Established") this.up(invitation);
      if (state === "Terminated" && this.session === invitation) {
        this.session = null;
        this.sound.srcObject = null;
        this.quality(null);
        this.tell(this.agent.isConnected() ? "registered" : "lost");
      }
    });
    try {
      await invitation.accept({ sessionDescriptionHandlerOptions: { constraints: this.constraints() } });
    } catch (error) {
      if (error?.name === "NotAllowedError" || error?.name === "NotFoundError") this.tell("refused");
      invitation.reject?.().catch(() => {});
    }
  }

  up(session) {
    const handler = session.sessionDescriptionHandler;
    this.sound.srcObject = handler.remoteMediaStream;
    this.choose();
    this.sound.play().catch(() => {});
    this.mute(this.isMuted);
    handler.peerConnection.addEventListener("connectionstatechange", () => {
      // The way of the sound is gone for good: say so, and the exchange rings again while the customer hears music.
      if (handler.peerConnection.connectionState === "failed" && this.session === session) session.bye().catch(() => {});
    });
    this.before = null;
    this.tell("up");
  }

  choose() {
    const { ear } = wishes();
    if (this.sound.setSinkId) this.sound.setSinkId(ear).catch(() => {});
  }

  async changeMicrophone() {
    const sender = this.pc?.getSenders().find((one) => one.track?.kind === "audio");
    if (!sender) return;
    const stream = await navigator.mediaDevices.getUserMedia(this.constraints());
    sender.track.stop();
    await sender.replaceTrack(stream.getAudioTracks()[0]);
    this.mute(this.isMuted);
  }

  get pc() {
    return this.session?.sessionDescriptionHandler?.peerConnection;
  }

  mute(isMuted) {
    this.isMuted = isMuted;
    for (const sender of this.pc?.getSenders() ?? []) if (sender.track) sender.track.enabled = !isMuted;
  }

  press(key) {
    return this.session?.sessionDescriptionHandler?.sendDtmf(key) ?? false;
  }

  async look() {
    if (!this.pc) return;
    let now = null;
    let delay = 0;
    for (const row of (await this.pc.getStats()).values()) {
      if (row.type === "inbound-rtp" && row.kind === "audio") now = { lost: row.packetsLost, got: row.packetsReceived, jitter: row.jitter ?? 0 };
      if (row.type === "remote-inbound-rtp") delay = row.roundTripTime ?? 0;
    }
    if (now && this.before) {
      const got = now.got - this.before.got;
      const lost = Math.max(0, now.lost - this.before.lost);
      const share = got + lost ? lost / (got + lost) : 1;
      const level = share > 0.05 || delay > 0.5 || now.jitter > 0.08 ? "poor" : share > 0.01 || delay > 0.25 || now.jitter > 0.03 ? "fair" : "good";
      this.quality({ level, share, delay, jitter: now.jitter });
    }
    this.before = now;
  }

  // Leaving the page: the exchange hears it at once and nobody is left talking to nothing.
  end() {
    this.isOver = true;
    clearTimeout(this.timer);
    clearInterval(this.watch);
    this.session?.bye?.().catch(() => {});
    this.registerer?.unregister().catch(() => {});
    setTimeout(() => this.agent?.stop().catch(() => {}), 300);
  }
}
